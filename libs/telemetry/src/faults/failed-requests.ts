import type { NextFunction, Request, RequestHandler, Response } from 'express';
// Declares `id` on every request.
import type {} from 'pino-http';
import { logFieldsOf } from '../log-fields.js';
import { routeOf } from '../route-of.js';
import type { FaultReports } from './fault-reports.js';

/** A 500 is a fault of ours, which the log tells of with its stack; probes fail on purpose. */
const TOLD_OTHERWISE = 500;
const PROBES = /^\/(health|metrics)\b/;

/** Reports requests that we could not serve because something else was away. */
export function failedRequests(reports: FaultReports): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    response.once('close', () => {
      const { statusCode: status } = response;
      if (status <= TOLD_OTHERWISE || PROBES.test(request.path)) return;
      const requestId = typeof request.id === 'string' ? request.id : undefined;
      const message = `${request.method} ${routeOf(request)} answered ${status}`;
      reports.report({ message, level: 'warning', fields: { ...logFieldsOf(request), requestId } });
    });
    next();
  };
}
