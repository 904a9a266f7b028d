import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';
// Declares `id` on every request.
import type {} from 'pino-http';

/** What the lines of one request, session or delivery have in common. The names are the same everywhere. */
export interface LogFields {
  requestId?: string;
  tenant?: string;
  /** Name of the caller's key, or of who shows a JWT. */
  key?: string;
  sessionId?: string;
  conversationId?: string;
  agentId?: string;
  /** The person it is for, as `personInLog` calls them. */
  userId?: string;
  room?: string;
}

const scopes = new AsyncLocalStorage<LogFields>();
/** For the line that closes a request: it may be written from anywhere. */
const ofRequests = new WeakMap<IncomingMessage, LogFields>();

/** Every line that is written in `work`, and in what it starts, carries these fields, and of whatever woke it only the request's id. */
export function withLogFields<T>(fields: LogFields, work: () => T): T {
  const requestId = scopes.getStore()?.requestId;
  return scopes.run(requestId === undefined ? { ...fields } : { requestId, ...fields }, work);
}

/** For the rest of the scope at hand, of a request its closing line included; without a scope it does nothing. */
export function addLogFields(fields: LogFields): void {
  Object.assign(scopes.getStore() ?? {}, fields);
}

/** A copy: pino writes into what it is given. */
export function currentLogFields(): LogFields {
  return { ...scopes.getStore() };
}

/** Gives a request, which has its id, a scope of its own. */
export function scopeRequest(request: IncomingMessage, next: () => void): void {
  const fields: LogFields = typeof request.id === 'string' ? { requestId: request.id } : {};
  ofRequests.set(request, fields);
  scopes.run(fields, next);
}

export function logFieldsOf(request: IncomingMessage): LogFields {
  return ofRequests.get(request) ?? {};
}
