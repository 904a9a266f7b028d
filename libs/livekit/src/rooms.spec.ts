import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { Dispatches } from './dispatches.js';
import { LivekitCalls } from './livekit-calls.js';
import { LivekitConfig } from './livekit.config.js';
import { LivekitUnavailable } from './livekit.errors.js';
import { Rooms } from './rooms.js';

interface Call {
  method: string;
  body: unknown;
}

/** Answers Twirp calls from a script. */
async function twirpServer(script: (call: Call) => { status: number; body: object }) {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const call = { method: (request.url ?? '').split('/').at(-1) ?? '', body: JSON.parse(text) as unknown };
      calls.push(call);
      const { status, body } = script(call);
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config = Object.assign(new LivekitConfig(), {
    url: `ws://127.0.0.1:${port}`,
    apiKey: 'key',
    apiSecret: 'a secret that is long enough for HS256',
  });
  return { calls, config, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe(Rooms.name, () => {
  it('creates a room with our time-outs', async () => {
    const server = await twirpServer(() => ({ status: 200, body: { name: 'a' } }));
    await new Rooms(server.config, new LivekitCalls()).create({
      name: 'a',
      emptyTimeoutS: 300,
      departureTimeoutS: 120,
    });
    expect(server.calls).toEqual([
      { method: 'CreateRoom', body: { name: 'a', emptyTimeout: 300, departureTimeout: 120 } },
    ]);
    await server.close();
  });

  it('does not mind that a room or a participant is gone already', async () => {
    const server = await twirpServer(() => ({ status: 404, body: { code: 'not_found', msg: 'gone' } }));
    const rooms = new Rooms(server.config, new LivekitCalls());
    await rooms.delete('a');
    await rooms.removeParticipant('a', 'agent-1');
    expect(server.calls).toHaveLength(2);
    await server.close();
  });

  it('turns a refusal into a problem that holds no token', async () => {
    const leak = 'invalid token: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl';
    const server = await twirpServer(() => ({ status: 401, body: { code: 'unauthenticated', msg: leak } }));
    const error = await failure(new Rooms(server.config, new LivekitCalls()).list());
    expect(error).toBeInstanceOf(LivekitUnavailable);
    expect(error).toMatchObject({ status: 503, reason: '401 unauthenticated', action: 'list rooms' });
    expect(inspect(error, { depth: 10 })).not.toContain('eyJ');
    await server.close();
  });

  it('says why a server that is down cannot be reached', async () => {
    const server = await twirpServer(() => ({ status: 200, body: {} }));
    await server.close();
    expect(await failure(new Rooms(server.config, new LivekitCalls()).list())).toMatchObject({
      code: 'livekit_unavailable',
      reason: 'ECONNREFUSED',
      retryAfterSeconds: 2,
    });
  });
});

describe(Dispatches.name, () => {
  it('lists our own dispatches only and knows which were taken', async () => {
    const server = await twirpServer(() => ({
      status: 200,
      body: {
        agentDispatches: [
          { id: 'AD_server', agentName: '' },
          { id: 'AD_1', agentName: 'custom-agent', state: { jobs: [{ id: 'AJ_1' }] } },
          { id: 'AD_2', agentName: 'custom-agent', state: { jobs: [] } },
        ],
      },
    }));
    expect(await new Dispatches(server.config, new LivekitCalls()).list('a')).toEqual([
      { id: 'AD_1', taken: true },
      { id: 'AD_2', taken: false },
    ]);
    await server.close();
  });

  it('deletes by id in the room it was asked for', async () => {
    const server = await twirpServer(() => ({ status: 200, body: {} }));
    await new Dispatches(server.config, new LivekitCalls()).delete('AD_1', 'a');
    expect(server.calls).toEqual([{ method: 'DeleteDispatch', body: { dispatchId: 'AD_1', room: 'a' } }]);
    await server.close();
  });
});
