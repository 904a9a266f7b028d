import type { IncomingMessage } from 'node:http';

const HEADER = 'x-parley-session';

/** The session a request says it belongs to, by header or by query; empty when it says nothing. */
export function sessionOf({ headers, url }: Pick<IncomingMessage, 'headers' | 'url'>): string {
  const { searchParams } = new URL(url ?? '/', 'http://sandbox');
  return [headers[HEADER], searchParams.get('session')].flat().filter(Boolean).join(' ');
}
