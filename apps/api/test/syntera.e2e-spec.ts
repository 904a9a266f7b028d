import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { aText } from './matchers.js';
import { FakeChatService, SERVICE_TOKEN } from './peers/fake-chat-service.js';
import { FakeSupabase, SUPABASE_KEY } from './peers/fake-supabase.js';
import { eventually, send } from './requests.js';

const AGENT = '7b2f9f4e-0c0b-4b57-9a80-0d4f0d9c2f11';
const ROW = {
  id: AGENT,
  company_id: 'company-1',
  name: 'Clara',
  model: 'gpt-4o',
  system_prompt: 'You are Clara, of a dental practice.',
  temperature: 0.2,
  voice_settings: { tts_voice: 'cartesia/sonic-3:6f84f4b8-58a2-430c-8c79-688dad597532' },
};

describe.each(DATABASES)('beside the backends of seed S3, kept in $kind', ({ fresh }) => {
  const supabase = new FakeSupabase();
  const chat = new FakeChatService();
  let api: ApiUnderTest;

  beforeAll(async () => {
    api = await startApi({
      ...PIPELINE_KEYS,
      DATABASE_URL: await fresh(),
      LEASE_MS: '60000',
      SUPABASE_URL: await supabase.start(),
      SUPABASE_SERVICE_ROLE_KEY: SUPABASE_KEY,
      CHAT_SERVICE_URL: await chat.start(),
      INTERNAL_SERVICE_TOKEN: SERVICE_TOKEN,
    });
    supabase.agents.set(AGENT, ROW);
  });
  afterAll(async () => {
    await api.close();
    await supabase.stop();
    await chat.stop();
  });

  const dispatch = (conversationId: string, agentId = AGENT) =>
    send('POST', `${api.url}/api/agents/dispatch`, {
      body: {
        ...{ conversationId, agentId, userId: 'user-456' },
        ...{ roomName: `conversation:${conversationId}`, token: 'of nobody' },
      },
    });
  const read = async (id: unknown) => (await send('GET', `${api.url}/session/${String(id)}`)).body;

  it('are shown by /health/ready, with what is wrong, and leave it ready', async () => {
    const { status, body } = await send('GET', `${api.url}/health/ready`);
    expect([status, body.status]).toEqual([200, 'ok']);
    const parts = body.parts as { part: string; state: string }[];
    const stateOf = (name: string) => parts.find(({ part }) => part === name)?.state;
    expect(['django', 'supabase', 'chat', 'recordings'].map(stateOf)).toEqual(['off', 'ok', 'ok', 'off']);
  });

  it('an agent that Supabase has comes into the room', async () => {
    const { body } = await dispatch('first');
    expect(body).toMatchObject({ success: true });
    expect(body.agentFallback).toBeUndefined();
    expect(await read(body.sessionId)).toMatchObject({
      agent: { id: AGENT, version: null },
      definition: {
        id: AGENT,
        name: 'Clara',
        mode: 'pipeline',
        instructions: ROW.system_prompt,
        providers: {
          llm: [{ vendor: 'openai', model: 'gpt-4o' }],
          tts: [
            { vendor: 'cartesia', model: 'sonic-3', voice: '6f84f4b8-58a2-430c-8c79-688dad597532' },
            { vendor: 'openai' },
          ],
        },
      },
    });
  });

  it('and into a session of POST /session; one that it has not is not found', async () => {
    const open = (agentId: string) =>
      send('POST', `${api.url}/session`, { body: { userIdentity: 'asha', agentId } });
    expect((await open(AGENT)).status).toBe(200);
    expect((await open('00000000-0000-4000-8000-000000000000')).body).toMatchObject({
      code: 'agent_not_found',
    });
    expect((await open('no-uuid')).body).toMatchObject({ code: 'agent_not_found' });
  });

  it('while Supabase is away its copy comes, and the usual agent for one that has none', async () => {
    supabase.state = 'down';
    expect((await dispatch('second')).body.agentFallback).toBeUndefined();
    const another = '11111111-1111-4111-8111-111111111111';
    expect((await dispatch('third', another)).body).toMatchObject({ success: true, agentFallback: true });
    const { status, headers, body } = await send('POST', `${api.url}/session`, {
      body: { userIdentity: 'asha', agentId: another },
    });
    expect([status, body.code]).toEqual([503, 'agent_source_unavailable']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    supabase.state = 'up';
  });

  it('the chat service is told what is said in its conversations, and the end', async () => {
    chat.conversations.set('theirs', []);
    const { body } = await dispatch('theirs');
    const agent = new AgentOfTests(api.url, String(body.sessionId));
    await agent.claim();
    await agent.tell(agent.said('user', ' Hello. '), agent.said('agent', 'Good morning.'));
    await agent.end('user_left');
    await eventually(
      () => chat.ended.has('theirs'),
      (isOver) => isOver,
      15_000,
    );
    const line = (senderType: string, content: string) => ({
      conversationId: 'theirs',
      content,
      senderType,
      messageType: 'audio',
      threadId: null,
      metadata: { source: 'voice_call', transcript_type: 'audio' },
    });
    expect(chat.conversations.get('theirs')).toEqual([
      line('user', 'Hello.'),
      line('agent', 'Good morning.'),
    ]);
    expect(chat.ended.get('theirs')).toEqual({ status: 'ended', ended_at: aText });
  });

  it('a conversation that the chat service does not know holds up nothing', async () => {
    const { body } = await send('POST', `${api.url}/session`, { body: { userIdentity: 'asha' } });
    const agent = new AgentOfTests(api.url, String(body.sessionId));
    await agent.claim();
    await agent.tell(agent.said('user', 'Hello.'));
    await agent.end('user_left');
    const undelivered = async () =>
      (await send('GET', `${api.url}/health/ready`)).body.outbox as { pending: number; dead: number };
    const { pending, dead } = await eventually(undelivered, (outbox) => outbox.pending === 0, 15_000);
    expect([pending, dead]).toEqual([0, 0]);
  });
});
