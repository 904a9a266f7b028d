import * as http from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import * as https from 'node:https';
import type { LookupFunction } from 'node:net';
import { OutgoingFailed } from './outgoing.errors.js';

export interface Exchange {
  method: string;
  url: URL;
  /** Names in lower case. */
  headers: Record<string, string>;
  body?: string;
}

export interface OutgoingAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** One request and its answer, on a connection of its own; redirects are answers like others. */
export async function exchange(
  { method, url, headers, body }: Exchange,
  lookup: LookupFunction,
  maxBytes: number,
  signal: AbortSignal,
): Promise<OutgoingAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { request } = url.protocol === 'https:' ? https : http;
  // No connection is kept: one that is used again would go to an address that was checked for another request.
  const outgoing = request(url, { method, headers, lookup, signal, agent: false });
  outgoing.on('error', reject).on('response', resolve).end(body);
  const answer = await promise;
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await read(answer, maxBytes) };
}

async function read(answer: IncomingMessage, maxBytes: number): Promise<string> {
  const stream: AsyncIterable<Buffer> = answer;
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stream) {
    bytes += piece.length;
    // Leaving the loop ends the connection.
    if (bytes > maxBytes) throw new OutgoingFailed(`The answer was longer than ${maxBytes} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}
