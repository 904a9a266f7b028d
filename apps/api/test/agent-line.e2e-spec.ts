import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { DATABASES } from '#store/testing';
import { WebSocket } from 'ws';
import { AgentOfTests } from './agent-of-tests.js';
import { INGEST_TOKEN, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { eventually, send } from './requests.js';

const LEASE_MS = 3_000;

describe.each(DATABASES)('the line of an agent process, on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  let startedAt = 0;
  const open: WebSocket[] = [];

  beforeAll(async () => {
    api = await startApi({ DATABASE_URL: await fresh() });
    startedAt = Date.now();
  });
  afterAll(() => api.close());
  afterEach(() => {
    for (const socket of open.splice(0)) socket.terminate();
  });

  function line(query: string, token = INGEST_TOKEN): WebSocket {
    const headers = { Authorization: `Bearer ${token}` };
    const socket = new WebSocket(`${api.url.replace('http', 'ws')}/api/ingest/line${query}`, { headers });
    socket.on('error', () => undefined); // told by what was expected of it
    open.push(socket);
    return socket;
  }

  async function refusalOf(socket: WebSocket): Promise<Record<string, unknown>> {
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    return JSON.parse((await response.toArray()).join('')) as Record<string, unknown>;
  }

  it('is for agents only, who have to say who they are', async () => {
    expect(await refusalOf(line('?process=p', 'guessed'))).toMatchObject({ status: 401 });
    const nameless = await refusalOf(line(''));
    expect(nameless).toMatchObject({ status: 400, errors: [{ field: 'process' }] });
  });

  it('tells of its death by dropping, long before its lease runs out', async () => {
    const talk = (await send('POST', `${api.url}/orchestrated/session/start`, { body: {} })).body;
    const agent = new AgentOfTests(api.url, String(talk.sessionId));
    await agent.claim();
    const [dying, other] = [line('?process=process-of-tests'), line('?process=another')];
    await Promise.all([once(dying, 'open'), once(other, 'open')]);
    // Before it was there for a whole lease an api gives nobody up.
    await eventually(
      () => Date.now() - startedAt,
      (ms) => ms > LEASE_MS,
    );
    await agent.renew();
    const droppedAt = Date.now();
    dying.terminate();
    await eventually(
      async () => (await send('GET', `${api.url}/session/${agent.sessionId}`)).body.status,
      (status) => status === 'waiting',
    );
    expect(Date.now() - droppedAt).toBeLessThan(LEASE_MS - 500);
    expect((await agent.renew()).status).toBe(409);
  });
});
