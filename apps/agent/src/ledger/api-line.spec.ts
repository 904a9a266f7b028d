import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { LivekitConfig } from '#livekit';
import { AgentConfig } from '../agent.config.js';
import { ApiLine } from './api-line.js';

describe(ApiLine.name, () => {
  let server: WebSocketServer;
  let line: ApiLine;
  let config: AgentConfig;

  beforeEach(async () => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    config = new AgentConfig();
    config.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const livekit = Object.assign(new LivekitConfig(), { ingestToken: 'the token' });
    line = new ApiLine(config, livekit);
  });
  afterEach(() => {
    line.onApplicationShutdown();
    server.close();
  });

  const opened = async () => {
    const [socket, request] = (await once(server, 'connection')) as [WebSocket, IncomingMessage];
    return { socket, request };
  };

  it('names the process, shows the token and goes in good order', async () => {
    line.onApplicationBootstrap();
    const { socket, request } = await opened();
    expect(request.url).toBe(`/api/ingest/line?process=${encodeURIComponent(config.processId)}`);
    expect(request.headers.authorization).toBe('Bearer the token');
    socket.ping();
    await once(socket, 'pong'); // it is open on the other side as well
    line.onApplicationShutdown();
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1000);
  });

  it('tells whoever has a lease that it was cut, and comes again', async () => {
    let cuts = 0;
    const unwatch = line.whenCut(() => (cuts += 1));
    line.onApplicationBootstrap();
    const first = await opened();
    first.socket.terminate();
    const second = await opened();
    expect(cuts).toBe(1);
    unwatch();
    second.socket.terminate();
    await opened();
    expect(cuts).toBe(1);
  });
});
