import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { openSocket } from './open-socket.js';

describe(openSocket.name, () => {
  const wire = new WebSocketServer({ noServer: true });
  const talk = new AbortController();
  let server: Server;
  let accept: ((socket: WebSocket) => void) | string;

  beforeAll(async () => {
    server = createServer();
    server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
      if (typeof accept === 'string') socket.end(`HTTP/1.1 ${accept}\r\n\r\n`);
      else wire.handleUpgrade(request, socket, head, accept);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = (signal = talk.signal) =>
    openSocket(
      `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
      { Authorization: 'Bearer x' },
      signal,
    );

  it('waits for the first word', async () => {
    accept = (socket) => socket.send('{"type":"session.created"}');
    const socket = await open();
    expect(socket.readyState).toBe(socket.OPEN);
    expect(socket.listenerCount('message')).toBe(0);
    socket.terminate();
  });

  it.each([
    ['a refused key', '401 Unauthorized', { reason: 'key_refused', code: 401, isFinal: true }],
    ['too many requests', '429 Busy\r\nRetry-After: 2', { reason: 'rate_limited', retryAfterMs: 2_000 }],
    ['a broken vendor', '503 Broken', { reason: 'unavailable', isFinal: false }],
  ])('tells %s', async (_, status, fault) => {
    accept = status;
    await expect(open()).rejects.toMatchObject(fault);
  });

  it.each<[string, (socket: WebSocket) => void, object]>([
    ['a cut', (socket) => socket.terminate(), { reason: 'dropped' }],
    ['a goodbye', (socket) => socket.close(1000), { reason: 'closed', code: 1000 }],
    [
      'a goodbye with its reason',
      (socket) => socket.close(3000, 'invalid_request_error.invalid_api_key'),
      { reason: 'key_refused' },
    ],
    [
      'an error instead of a word',
      (socket) => socket.send('{"type":"error","error":{"code":"invalid_api_key","message":"sk-1"}}'),
      { reason: 'key_refused', message: 'key_refused' },
    ],
  ])('tells %s at the door', async (_, behave, fault) => {
    accept = behave;
    await expect(open()).rejects.toMatchObject(fault);
  });

  it('tells that nobody is there', async () => {
    await expect(openSocket('ws://127.0.0.1:1', {}, talk.signal)).rejects.toMatchObject({
      reason: 'unreachable',
    });
  });

  it('lets go when the talk is over', async () => {
    accept = () => undefined;
    const over = new AbortController();
    const opening = open(over.signal);
    over.abort();
    await expect(opening).rejects.toThrow('nobody waits');
    await expect(open(over.signal)).rejects.toThrow();
  });
});
