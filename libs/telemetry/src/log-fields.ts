import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the lines of one request, session or delivery have in common. The names are the same everywhere. */
export interface LogFields {
  tenant?: string;
  /** Name of the caller's key, or of who shows a JWT. */
  key?: string;
  sessionId?: string;
  conversationId?: string;
  agentId?: string;
  /** The person it is for. */
  userId?: string;
  room?: string;
}

const scopes = new AsyncLocalStorage<LogFields>();
/** For the line that closes a request: it may be written from anywhere. */
const ofRequests = new WeakMap<IncomingMessage, LogFields>();

/** Every line that is written in `work`, and in what it starts, carries these fields, and none of whatever woke it. */
export function withLogFields<T>(fields: LogFields, work: () => T): T {
  return scopes.run({ ...fields }, work);
}

/** For the rest of the scope at hand, of a request its closing line included; without a scope it does nothing. */
export function addLogFields(fields: LogFields): void {
  Object.assign(scopes.getStore() ?? {}, fields);
}

/** A copy: pino writes into what it is given. */
export function currentLogFields(): LogFields {
  return { ...scopes.getStore() };
}

/** A middleware that gives each request a scope of its own. */
export function scopeRequest(request: IncomingMessage, _: ServerResponse, next: () => void): void {
  const fields: LogFields = {};
  ofRequests.set(request, fields);
  scopes.run(fields, next);
}

export function logFieldsOf(request: IncomingMessage): LogFields {
  return ofRequests.get(request) ?? {};
}
