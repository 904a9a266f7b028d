import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** Times every request by method, route and status. The route is the pattern, so that ids do not make a series each. */
export function httpMetrics(registry: Registry): RequestHandler {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return (request: Request, response: Response, next: NextFunction) => {
    const stop = durations.startTimer();
    response.once('close', () => {
      stop({ method: request.method, route: routeOf(request), status: response.statusCode });
    });
    next();
  };
}

/** Set by Express once a route matched. */
function routeOf(request: Request): string {
  const route: unknown = request.route;
  const hasPath = typeof route === 'object' && route !== null && 'path' in route;
  return hasPath && typeof route.path === 'string' ? route.path : 'unmatched';
}
