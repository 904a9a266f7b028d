import type { Request } from 'express';

/** The pattern that a request matched, set by Express once it did: its path would name ids. */
export function routeOf(request: Request): string {
  const route: unknown = request.route;
  const hasPath = typeof route === 'object' && route !== null && 'path' in route;
  return hasPath && typeof route.path === 'string' ? route.path : 'unmatched';
}
