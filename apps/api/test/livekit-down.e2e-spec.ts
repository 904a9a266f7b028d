import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DATABASES } from '#store/testing';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { eventually, send } from './requests.js';
import { freePort } from './free-port.js';

/** The deadline of one call to LiveKit, and what the rest of a start may take. */
const REFUSED_WITHIN_MS = 6_500;
const AT_ONCE_MS = 1_000;

const ANSWERS: Record<string, object> = {
  CreateRoom: { name: 'a room' },
  CreateDispatch: { id: 'AD_1' },
  ListRooms: { rooms: [] },
  ListDispatch: { agentDispatches: [] },
};

/** As much of a LiveKit server as a start needs; it can be away, and it can take calls and say nothing. */
class LivekitServer {
  silent = false;
  private readonly server = createServer((request, response) => {
    request.resume();
    if (this.silent) return;
    const method = (request.url ?? '').split('/').at(-1) ?? '';
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(ANSWERS[method] ?? {}));
  });

  async listen(port = 0): Promise<number> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

describe.each(DATABASES)('LiveKit is not there, sessions on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  let livekit: LivekitServer;

  beforeEach(() => (livekit = new LivekitServer()));
  afterEach(async () => {
    await api.close();
    await livekit.close();
  });

  async function start(livekitPort: number): Promise<void> {
    const LIVEKIT_URL = `ws://127.0.0.1:${livekitPort}`;
    api = await startApi({ DATABASE_URL: await fresh(), LIVEKIT_URL }, null);
  }

  const startTalk = async () => {
    const startedAt = performance.now();
    const answer = await send('POST', `${api.url}/orchestrated/session/start`, { body: {} });
    return { ...answer, ms: performance.now() - startedAt };
  };
  const sessions = async () => (await send('GET', `${api.url}/session`)).body.items;

  it('the api boots, refuses starts until it comes, and then takes them by itself', async () => {
    const port = await freePort();
    await start(port);
    expect((await send('GET', `${api.url}/health/live`)).status).toBe(200);
    expect(await send('GET', `${api.url}/health/ready`)).toMatchObject({
      status: 503,
      body: { livekit: { status: 'down' }, database: { status: 'up' } },
    });
    for (let attempt = 0; attempt < 5; attempt++) {
      const { status, body, headers, ms } = await startTalk();
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'livekit_unavailable' });
      expect(headers.get('Retry-After')).toBe('2');
      expect(ms).toBeLessThan(AT_ONCE_MS);
    }
    expect(await sessions()).toEqual([]);

    await livekit.listen(port);
    expect((await startTalk()).status).toBe(200);
    expect((await send('GET', `${api.url}/health/ready`)).status).toBe(200);
  });

  it('when it takes calls and does not answer, few wait for that, and the others not at all', async () => {
    await start(await livekit.listen());
    livekit.silent = true;
    for (const { status, body, ms } of await Promise.all([startTalk(), startTalk(), startTalk()])) {
      expect({ status, code: body.code }).toEqual({ status: 503, code: 'livekit_unavailable' });
      expect(ms).toBeLessThan(REFUSED_WITHIN_MS);
    }
    const { status, headers, ms } = await startTalk();
    expect(status).toBe(503);
    expect(headers.get('Retry-After')).toBe('2');
    expect(ms).toBeLessThan(AT_ONCE_MS);
    expect(await sessions()).toEqual([]);

    livekit.silent = false;
    await eventually(startTalk, (answer) => answer.status === 200, 10_000);
  });
});
