import { createHash } from 'node:crypto';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { aText } from './matchers.js';
import { send } from './requests.js';

const idOf = (url: string) => url.split('/').at(-1);
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
      id: idOf(conversation),
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
        conversationId: idOf(conversation),
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

  it('are listed, newest first', async () => {
    const { body } = await send('GET', `${api.url}/api/conversations`, { key: 'ours' });
    expect(body).toMatchObject({ items: [{ id: idOf(conversation), channel: 'room' }], nextCursor: null });
    expect((await send('GET', `${api.url}/api/conversations`, { key: 'theirs' })).body.items).toEqual([]);
  });

  it('are found by what was said in them', async () => {
    await agent.tell(agent.said('user', 'A café in Bali, please.'));
    const found = async (q: string, key = 'ours') =>
      (await send('GET', `${api.url}/api/messages?q=${encodeURIComponent(q)}`, { key })).body.items;
    expect(await found('bali cafe')).toMatchObject([
      { conversationId: idOf(conversation), role: 'user', text: 'A café in Bali, please.' },
    ]);
    expect(await found('balinese')).toEqual([]);
    expect(await found('bali', 'theirs')).toEqual([]);
    expect((await send('GET', `${api.url}/api/messages?q=%20`, { key: 'ours' })).body).toMatchObject({
      errors: [{ field: 'q' }],
    });
  });

  describe('as files', () => {
    const exported = (format: string, key = 'ours') =>
      send('GET', `${conversation}/export?format=${format}`, { key });

    it('have everything as JSON', async () => {
      const { status, headers, body } = await exported('json');
      expect([status, headers.get('content-disposition')]).toEqual([
        200,
        'attachment; filename="conversation.json"',
      ]);
      expect(body).toMatchObject({
        conversation: { id: idOf(conversation) },
        sessions: [{ id: agent.sessionId, status: 'active' }],
        messages: [{ text: 'Hello, I am Tara.' }, { text: 'A café in Bali, please.' }],
      });
    });

    it('have what was said and heard as text', async () => {
      const { text, headers } = await exported('text');
      expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
      const lines = text.trimEnd().split('\n');
      expect(lines).toEqual([
        expect.stringMatching(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] agent: Hello$/),
        expect.stringMatching(/\] user-1: A café in Bali, please\.$/),
      ]);
    });

    it('have it as subtitles', async () => {
      const { text } = await exported('srt');
      const [first, second] = text.trimEnd().split('\n\n');
      expect(first).toMatch(/^1\n00:00:00,000 --> 00:00:0\d,\d{3}\nagent: Hello$/);
      expect(second).toMatch(/^2\n00:00:\d\d,\d{3} --> 00:00:\d\d,\d{3}\nuser-1: A café in Bali, please\.$/);
    });

    it('are not there for others, nor in formats that nobody knows', async () => {
      expect((await exported('text', 'theirs')).body).toMatchObject({ code: 'conversation_not_found' });
      expect((await exported('pdf')).body).toMatchObject({ errors: [{ field: 'format' }] });
    });
  });

  it('are erased once nobody talks in them any more', async () => {
    const erase = () => send('DELETE', conversation, { key: 'ours' });
    expect((await erase()).body).toMatchObject({ status: 409, code: 'conversation_live' });
    await agent.end('agent_ended');
    expect((await erase()).body).toMatchObject({ conversations: 1, sessions: 1, messages: 2 });
    expect((await send('GET', conversation, { key: 'ours' })).status).toBe(404);
    const found = await send('GET', `${api.url}/api/messages?q=bali`, { key: 'ours' });
    expect(found.body.items).toEqual([]);
    expect((await erase()).status).toBe(404);
  });
});
