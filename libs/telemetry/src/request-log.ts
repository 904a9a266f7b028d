import type { IncomingMessage, ServerResponse } from 'node:http';
import { newId } from '#conversation';
import type { Logger } from 'pino';
// Declares `id` on every request.
import type {} from 'pino-http';
import { logFieldsOf, scopeRequest } from './log-fields.js';

type RequestHandler = (
  request: IncomingMessage & { originalUrl?: string },
  response: ServerResponse,
  next: () => void,
) => void;

export interface LoggedPaths {
  /** Their good answers are worth a line only at `debug`: probes, heartbeats. */
  quiet: readonly string[];
  /** What stands below them names a person, and is left out. */
  personal: readonly string[];
}

/**
 * Gives each request its id and its scope, and writes one line when it is over: nothing of its headers or query, both may hold
 * credentials. It does the part of pino-http that is wanted here, without a logger of its own for each request.
 */
export function requestLog(
  log: Pick<Logger, 'debug' | 'info' | 'warn'>,
  { quiet, personal }: LoggedPaths,
): RequestHandler {
  return (request, response, next) => {
    const startedAt = Date.now();
    request.id = requestId(request, response);
    const write = () => {
      // Whichever comes first: the end of an answer, or of who waited for it.
      response.off('finish', write).off('close', write);
      const { statusCode: status } = response;
      const path = impersonal(pathOf(request), personal);
      const durationMs = Date.now() - startedAt;
      const line = { ...logFieldsOf(request), method: request.method, path, status, durationMs };
      const fields = response.writableFinished ? line : { ...line, aborted: true };
      if (status >= 500) log.warn(fields, 'request failed');
      else if (isBelow(path, quiet)) log.debug(fields, 'request');
      else log.info(fields, 'request');
    };
    response.on('finish', write).on('close', write);
    scopeRequest(request, next);
  };
}

/** The caller's own id when it is one, so that a trace runs through several services; else ours. Echoed in the answer. */
function requestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && /^[\w.:-]{8,128}$/.test(given) ? given : newId();
  response.setHeader('X-Request-Id', id);
  return id;
}

function pathOf(request: IncomingMessage & { originalUrl?: string }): string {
  return (request.originalUrl ?? request.url ?? '').split('?', 1)[0] ?? '';
}

function impersonal(path: string, personal: readonly string[]): string {
  const above = personal.find((each) => path.startsWith(`${each}/`));
  return above === undefined ? path : `${above}/…`;
}

function isBelow(path: string, above: readonly string[]): boolean {
  return above.some((each) => path === each || path.startsWith(`${each}/`));
}
