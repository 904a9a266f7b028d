import type { IncomingHttpHeaders } from 'node:http';

/** The key or token of a request. An `Authorization` header of another kind is a credential too, and never a right one. */
export function credentialOf(headers: IncomingHttpHeaders): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) return bearerOf(authorization);
  const key = headers['x-api-key'];
  return Array.isArray(key) ? key.join() : key;
}

/** The token of an `Authorization` header; empty, and so never a right one, when the header is missing or of another kind. */
export function bearerOf(authorization: string | undefined): string {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1] ?? '';
}
