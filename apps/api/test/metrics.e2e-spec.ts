import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { send } from './requests.js';

describe.each(DATABASES)('GET /metrics on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApi({ DATABASE_URL: await fresh() });
  });
  afterAll(() => api.close());

  const metrics = async () => (await send('GET', `${api.url}/metrics`)).text;
  const startTalk = async () =>
    String((await send('POST', `${api.url}/orchestrated/session/start`, { body: {} })).body.sessionId);

  it('knows that there is none before there is one', async () => {
    const text = await metrics();
    expect(text).toMatch(/^parley_sessions\{state="active"\} 0$/m);
    expect(text).toMatch(/^parley_outbox_items\{kind="crm.lead",state="dead"\} 0$/m);
    expect(text).not.toContain('state="ended"');
  });

  it('follows sessions from their start to their end, and what agents tell of them', async () => {
    const agent = new AgentOfTests(api.url, await startTalk());
    await startTalk();
    await agent.claim();
    expect(await metrics()).toMatch(/^parley_session_start_seconds_count 1$/m);
    expect(await metrics()).toMatch(/^parley_sessions\{state="active"\} 1$/m);
    expect(await metrics()).toMatch(/^parley_sessions\{state="waiting"\} 1$/m);

    const end = agent.event('session.ended', { reason: 'user_left', detail: null });
    await agent.tell(end);
    await agent.tell(end);
    await send('DELETE', `${api.url}/session/${await startTalk()}`);
    const text = await metrics();
    expect(text).toMatch(/^parley_sessions_ended_total\{reason="user_left"\} 1$/m);
    expect(text).toMatch(/^parley_sessions_ended_total\{reason="stopped"\} 1$/m);
    expect(text).toMatch(/^parley_sessions_ended_total\{reason="agent_lost"\} 0$/m);
    expect(text).toMatch(/^parley_ingest_events_total\{outcome="accepted"\} 1$/m);
    expect(text).toMatch(/^parley_ingest_events_total\{outcome="duplicate"\} 1$/m);
    expect(text).toMatch(/^parley_ingest_batches_total 2$/m);
    expect(text).toMatch(/^parley_store_write_seconds_count\{outcome="kept"\} \d+$/m);
    expect(text).toMatch(/^parley_store_write_seconds_count\{outcome="failed"\} 0$/m);
    expect(text).not.toContain(agent.sessionId);
  });
});
