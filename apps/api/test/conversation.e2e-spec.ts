import { createHash } from 'node:crypto';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { aText } from './matchers.js';
import { send } from './requests.js';

const hash = (key: string) => `sha256-${createHash('sha256').update(key).digest('hex')}`;

describe.each(DATABASES)('conversations on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  let conversation: string;
  let agent: AgentOfTests;

  beforeAll(async () => {
    api = await startApi({
      DATABASE_URL: await fresh(),
      API_KEYS: `ours,theirs:${hash('theirs')}:admin:acme`,
    });
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { key: 'ours' });
    conversation = `${api.url}/api/conversations/${String(body.conversationId)}`;
    agent = new AgentOfTests(api.url, String(body.sessionId));
    await agent.claim();
  });
  afterAll(() => api.close());

  it('are there from the start of the talk', async () => {
    const { status, body } = await send('GET', conversation, { key: 'ours' });
    expect(status).toBe(200);
    expect(body).toEqual({
      id: conversation.split('/').at(-1),
      channel: 'room',
      contactId: null,
      userId: null,
      metadata: {},
      createdAt: aText,
      lastMessageAt: null,
    });
    expect((await send('GET', `${conversation}/messages`, { key: 'ours' })).body).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  it('hold what was said', async () => {
    const said = agent.said('agent', 'Hello, I am Tara.');
    await agent.tell({ ...said, payload: { ...said.payload, heardText: 'Hello', interrupted: true } });
    const { body } = await send('GET', `${conversation}/messages`, { key: 'ours' });
    expect(body.items).toEqual([
      {
        id: said.id,
        sessionId: agent.sessionId,
        seq: 1,
        role: 'agent',
        text: 'Hello, I am Tara.',
        heardText: 'Hello',
        interrupted: true,
        language: 'en',
        sentiment: null,
        latency: null,
        cost: null,
        participant: null,
        source: 'speech',
        at: said.at,
      },
    ]);
    expect((await send('GET', conversation, { key: 'ours' })).body.lastMessageAt).toBe(said.at);
  });

  it('of another tenant are not there', async () => {
    for (const url of [conversation, `${conversation}/messages`, `${api.url}/api/conversations/unknown`]) {
      const { status, body } = await send('GET', url, { key: 'theirs' });
      expect(status).toBe(404);
      expect(body.code).toBe('conversation_not_found');
    }
  });
});
