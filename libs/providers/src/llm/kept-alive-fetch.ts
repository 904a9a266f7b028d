import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { VendorFault } from '../vendor-fault.js';
import { isCut } from './is-cut.js';

/**
 * The turns of a talk are further apart than the four seconds for which Node's own fetch keeps a connection, and a new one costs a
 * round trip and a TLS handshake. Those that rest do not keep the process alive.
 */
const IDLE_MS = 55_000;
const AGENT_OPTIONS = { keepAlive: true, timeout: IDLE_MS };
const plain = { agent: new HttpAgent(AGENT_OPTIONS), request: httpRequest };
const secure = { agent: new HttpsAgent(AGENT_OPTIONS), request: httpsRequest };

/** As much of `fetch` as a vendor's client needs: a text goes out, a stream comes back. Aborting closes the connection. @throws VendorFault */
export async function keptAliveFetch(
  url: string | URL | Request,
  { method = 'GET', headers, body, signal }: RequestInit = {},
): Promise<Response> {
  const target = new URL(url instanceof Request ? url.url : url);
  const text = typeof body === 'string' ? body : '';
  const fields = {
    ...Object.fromEntries(new Headers(headers)),
    'content-length': String(Buffer.byteLength(text)),
  };
  const { agent, request } = target.protocol === 'https:' ? secure : plain;
  const send = () => request(target, { agent, method, headers: fields, ...(signal && { signal }) }).end(text);
  return toResponse(await answerTo(send));
}

/** One that rested may be closed by the other side as we take it. A question may be asked again: it changes nothing. */
async function answerTo(send: () => ClientRequest): Promise<IncomingMessage> {
  const sent = send();
  try {
    return await headOf(sent);
  } catch (error) {
    if (sent.reusedSocket && isCut(error)) return answerTo(send);
    throw new VendorFault(isCut(error) ? 'dropped' : 'unreachable');
  }
}

function headOf(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // For the life of the request: an error that meets no listener would end the process.
    sent.on('error', reject);
    sent.on('socket', hearErrors);
    sent.once('response', resolve);
  });
}

const heard = new WeakSet<Socket>();

/**
 * Node takes its own listener off a socket when the answer was read to its end. A request that is aborted with the last piece in hand
 * destroys the socket just before that, and its error comes just after.
 */
function hearErrors(socket: Socket): void {
  if (heard.has(socket)) return;
  heard.add(socket);
  socket.on('error', () => undefined);
}

function toResponse(message: IncomingMessage): Response {
  const status = message.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(message.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const hasBody = status !== 204 && status !== 304;
  if (!hasBody) message.resume();
  return new Response(hasBody ? toStream(message) : null, { status, headers });
}

function toStream(message: IncomingMessage): ReadableStream<Uint8Array> {
  // Whoever reads is told by the iterator. It listens only while it is asked, and an error that meets no listener would end the process.
  message.on('error', () => undefined);
  const pieces: AsyncIterator<Buffer> = message[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: () => void message.destroy(),
  });
}
