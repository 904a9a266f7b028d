import { once } from 'node:events';
import { JobType, ServerMessage, WorkerMessage } from '@livekit/protocol';
import { AccessToken } from 'livekit-server-sdk';
import { WebSocket } from 'ws';
import { ask } from './ask.ts';
import type { Answer } from './ask.ts';

export interface LivekitAccess {
  url: string;
  apiKey: string;
  apiSecret: string;
}

/** Nobody dispatches an agent of this name: whoever registers under it gets no job. */
const WORKER_NAME = 'parley-doctor';
const TOKEN_TTL_S = 60;
const LIMIT_MS = 4_000;

/** Asks for a room that nobody has: the answer shows whether key and secret are taken. @throws NoAnswer */
export async function listRooms(
  { url, apiKey, apiSecret }: LivekitAccess,
  signal: AbortSignal,
): Promise<Answer> {
  const token = new AccessToken(apiKey, apiSecret, { ttl: TOKEN_TTL_S });
  token.addGrant({ roomList: true });
  return ask(
    `${withScheme('http', url)}/twirp/livekit.RoomService/ListRooms`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${await token.toJwt()}` },
      json: { names: [WORKER_NAME] },
    },
    signal,
  );
}

/** Registers as an agent does, and leaves: the server says its version only then. @throws Error when it lets nobody register */
export async function workerVersion(
  { url, apiKey, apiSecret }: LivekitAccess,
  signal: AbortSignal,
): Promise<string> {
  const token = new AccessToken(apiKey, apiSecret, { ttl: TOKEN_TTL_S });
  token.addGrant({ agent: true });
  const socket = new WebSocket(`${withScheme('ws', url)}/agent`, {
    headers: { Authorization: `Bearer ${await token.toJwt()}` },
    handshakeTimeout: LIMIT_MS,
  });
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  try {
    await once(socket, 'open', { signal: limit });
    const answered = once(socket, 'message', { signal: limit });
    const value = { type: JobType.JT_ROOM, agentName: WORKER_NAME, version: '0' };
    socket.send(new WorkerMessage({ message: { case: 'register', value } }).toBinary());
    const [data] = (await answered) as [Buffer];
    const { message } = ServerMessage.fromBinary(new Uint8Array(data));
    if (message.case !== 'register') throw new Error('no answer to the registration');
    return message.value.serverInfo?.version ?? '';
  } finally {
    socket.on('error', () => {}); // of a handshake that is cut off here
    socket.terminate();
  }
}

/** `ws(s)` and `http(s)` name the same server. */
export function withScheme(kind: 'ws' | 'http', url: string): string {
  const secure = /^(wss|https):/i.test(url);
  return url.replace(/^\w+:/, secure ? `${kind}s:` : `${kind}:`).replace(/\/+$/, '');
}
