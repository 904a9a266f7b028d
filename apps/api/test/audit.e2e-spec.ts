import { AuditRepository } from '#store';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { keyEntry } from './callers-of-tests.js';
import { aText } from './matchers.js';
import { eventually, send } from './requests.js';

describe.each(DATABASES)('the audit trail on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  beforeEach(async () => {
    api = await startApi({
      DATABASE_URL: await fresh(),
      API_KEYS: keyEntry('robot', 'robot-key', 'session:acme'),
      TRUST_PROXY: '1',
      LEASE_MS: '600',
    });
  });
  afterEach(() => api.close());

  const CALL = {
    key: 'robot-key',
    headers: { 'X-Forwarded-For': '192.0.2.7', 'X-Request-Id': 'request-of-a-robot' },
  };
  const BY_CALLER = { actor: 'key:robot', address: '192.0.2.7', requestId: 'request-of-a-robot' };
  const start = async () => {
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, CALL);
    return String(body.sessionId);
  };
  const trail = (id: string) => api.app.get(AuditRepository).ofSubject('acme', 'session', id);

  it('tells who started, took and stopped a session, from where and in which request', async () => {
    const id = await start();
    const agent = new AgentOfTests(api.url, id);
    await agent.claim();
    await send('DELETE', `${api.url}/session/${id}`, CALL);
    await agent.end('room_closed');
    expect(await trail(id)).toMatchObject([
      { ...BY_CALLER, action: 'session.started', detail: { room: aText } },
      { actor: 'agent:process-of-tests', action: 'session.claimed', detail: { epoch: 1 } },
      { ...BY_CALLER, action: 'session.stopped', detail: { reason: 'stopped' } },
      { actor: 'agent', action: 'session.ended', detail: { reason: 'room_closed' } },
    ]);
  });

  it('tells what we did ourselves', async () => {
    const id = await start();
    await new AgentOfTests(api.url, id).claim();
    const told = await eventually(
      () => trail(id),
      (entries) => entries.some(({ action }) => action === 'session.agent_lost'),
    );
    expect(told.at(-1)).toMatchObject({ actor: 'parley', address: null, detail: { epoch: 1 } });
  });

  it('tells nothing where nothing changed', async () => {
    const id = await start();
    await send('GET', `${api.url}/session/${id}`, CALL);
    await send('DELETE', `${api.url}/session/${id}`, CALL);
    const before = await trail(id);
    await send('DELETE', `${api.url}/session/${id}`, CALL);
    await send('POST', `${api.url}/orchestrated/session/stop`, { ...CALL, body: { roomName: 'nobody' } });
    expect(await trail(id)).toEqual(before);
  });
});
