import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { retryAfterMs } from '#problem';
import { VendorFault } from '../vendor-fault.js';
import { readServerEvent } from './server-event.js';

/** From the first packet to the vendor's first word. */
const FIRST_WORD_WITHIN_MS = 5_000;

/**
 * Opens a socket and waits for the vendor's first word: one that is accepted may still be refused, or never be answered.
 *
 * @throws VendorFault
 */
export async function openSocket(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<WebSocket> {
  signal.throwIfAborted();
  const socket = new WebSocket(url, { headers, handshakeTimeout: FIRST_WORD_WITHIN_MS });
  // For the life of the socket: an error that meets no listener would end the process.
  socket.on('error', () => undefined);
  const firstWord = Promise.withResolvers<undefined>();
  const fail = (fault: Error) => firstWord.reject(fault);
  const deadline = setTimeout(() => fail(new VendorFault('no_answer')), FIRST_WORD_WITHIN_MS);
  const onAbort = () => fail(new Error('nobody waits for this line any more'));
  signal.addEventListener('abort', onAbort, { once: true });
  const listeners = {
    'unexpected-response': (_request: unknown, response: IncomingMessage) =>
      fail(VendorFault.ofStatus(response.statusCode ?? 500, retryAfterMs(response.headers['retry-after']))),
    error: ({ message }: Error) =>
      fail(new VendorFault(message.includes('timed out') ? 'no_answer' : 'unreachable')),
    close: (code: number, reason: Buffer) => fail(VendorFault.ofClose(code, reason.toString())),
    message: (data: Buffer) => {
      const { type, error } = readServerEvent(data);
      if (type !== 'error') firstWord.resolve(undefined);
      else fail(VendorFault.ofErrorCode(error?.code) ?? new VendorFault('unavailable'));
    },
  };
  for (const [event, listener] of Object.entries(listeners)) socket.once(event, listener);
  try {
    await firstWord.promise;
    return socket;
  } catch (error) {
    socket.terminate();
    throw error;
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', onAbort);
    for (const [event, listener] of Object.entries(listeners)) socket.off(event, listener);
  }
}
