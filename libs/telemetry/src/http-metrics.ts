import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import { LATENCY_BUCKETS_S } from './latency-buckets.js';
import { routeOf } from './route-of.js';

/** Times every request by method, route and class of status. The route is the pattern, so that ids do not make a series each. */
export function httpMetrics(registry: Registry): RequestHandler {
  const durations = new Histogram({
    name: 'parley_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer, by the pattern of its route.',
    labelNames: ['method', 'route', 'status'],
    buckets: LATENCY_BUCKETS_S,
    registers: [registry],
  });
  return (request: Request, response: Response, next: NextFunction) => {
    const stop = durations.startTimer();
    response.once('close', () => {
      stop({ method: request.method, route: routeOf(request), status: statusOf(response) });
    });
    next();
  };
}

/** Who hung up before the answer was out got none, whatever its status would have been. */
function statusOf(response: Response): string {
  return response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : 'aborted';
}
