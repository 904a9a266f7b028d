import { DATABASES, freshPostgres, describeOnPostgres } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { keyEntry } from './callers-of-tests.js';
import { RedisServer, describeOnRedis } from './redis-server.js';
import { send } from './requests.js';
import { Follower } from './transcript-follower.js';
import type { Line } from './transcript-follower.js';

const KEYS = [
  keyEntry('app', 'app-key', 'session:acme'),
  keyEntry('reader', 'reader-key', 'read:acme'),
  keyEntry('stranger', 'stranger-key', 'read'),
  keyEntry('other', 'other-key', 'session:acme'),
].join(',');

describe.each(DATABASES)('WS /ws/transcript/{sessionId} on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  let agent: AgentOfTests;
  let sessionId: string;

  beforeEach(async () => {
    api = await startApi({ DATABASE_URL: await fresh(), API_KEYS: KEYS, LEASE_MS: '60000' });
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { key: 'app-key' });
    sessionId = String(body.sessionId);
    agent = new AgentOfTests(api.url, sessionId);
    await agent.claim();
  });
  afterEach(() => api.close());

  const follow = (query = '', key = 'app-key', id = sessionId) =>
    new Follower(`${api.url}/ws/transcript/${id}`, { query, headers: { Authorization: `Bearer ${key}` } });
  const textsOf = (lines: readonly Line[]) => lines.map(({ text, event }) => text ?? `(${event})`);

  it('tells what was said before, what is said now, and closes when the session has ended', async () => {
    await agent.tell(agent.said('agent', 'Hello.'), agent.event('speech.started', { speaker: 'user' }));
    const follower = follow();
    await follower.until(2);
    follower.say('ping');
    await agent.tell(
      agent.event('speech.stopped', { speaker: 'user' }),
      agent.said('user', 'Find me a package.'),
      agent.event('tool.called', {
        ...{ callId: '1', name: 'find_packages', arguments: {}, idempotencyKey: 'k', deadlineMs: 5_000 },
      }),
    );
    await follower.until(5);
    await agent.end('agent_ended');
    expect(await follower.closed).toEqual({ code: 1000, reason: 'the session has ended' });
    expect(textsOf(follower.lines)).toEqual([
      'Hello.',
      '(speech_started)',
      '(speech_ended)',
      'Find me a package.',
      '(tool_called)',
      '(session_ended)',
    ]);
    expect(follower.lines.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(follower.lines[3]).toMatchObject({ role: 'user', final: true, is_final: true });
  });

  it('tells what is being said, apart from what is kept', async () => {
    await agent.tell(agent.event('speech.started', { speaker: 'user' }));
    const follower = follow();
    await follower.until(1);
    expect(await agent.hear(agent.interim('user', 'Find me'))).toMatchObject({ status: 204 });
    expect((await follower.until(2))[1]).toEqual({
      ...{ role: 'user', text: 'Find me', final: false, is_final: false },
      ...{ type: 'message.interim', participant: 'user-1', at: expect.any(String) as string },
    });
    await agent.hear(agent.interim('user', 'Find me a'), agent.interim('agent', 'Of course.'));
    await agent.tell(agent.said('user', 'Find me a package.'));
    await follower.until(5);
    expect(textsOf(follower.lines)).toEqual([
      '(speech_started)',
      'Find me',
      'Find me a',
      'Of course.',
      'Find me a package.',
    ]);
    const later = follow();
    expect(textsOf(await later.until(2))).toEqual(['(speech_started)', 'Find me a package.']);
    const { body } = await send('GET', `${api.url}/session/${sessionId}/events`, { key: 'app-key' });
    expect(body.items).toMatchObject([{ type: 'speech.started' }, { type: 'message.added' }]);
    for (const each of [follower, later]) each.end();
  });

  it('tells nothing of an utterance after its message, nor of an agent that has lost the session', async () => {
    await agent.tell(agent.said('agent', 'Hello.'));
    const follower = follow();
    await follower.until(1);
    const late = agent.interim('user', 'Find me');
    await agent.tell(agent.said('user', 'Find me a package.'));
    await follower.until(2);
    expect(await agent.hear(late)).toMatchObject({ status: 204 });
    const next = new AgentOfTests(api.url, sessionId);
    await next.claim();
    expect(await agent.hear(agent.interim('user', 'To Bali'))).toMatchObject({ status: 204 });
    await next.hear(next.interim('user', 'To Goa'));
    expect(textsOf(await follower.until(3))).toEqual(['Hello.', 'Find me a package.', 'To Goa']);
    follower.end();
  });

  it('goes on where somebody stopped to listen', async () => {
    await agent.tell(...['one', 'two', 'three'].map((text) => agent.said('user', text)));
    const follower = follow('?after=2');
    expect(textsOf(await follower.until(1))).toEqual(['three']);
    follower.end();
    const [first] = await Promise.all([follow('?after=two').refused()]);
    expect(first).toBe(400);
  });

  it('tells others what comes, whatever somebody says that they have read', async () => {
    await agent.tell(agent.said('user', 'one'));
    const ahead = follow('?after=999');
    const other = follow();
    await other.until(1);
    await agent.tell(agent.said('user', 'two'));
    expect(textsOf(await other.until(2))).toEqual(['one', 'two']);
    expect(textsOf(await ahead.until(1))).toEqual(['two']);
    for (const each of [ahead, other]) each.end();
  });

  it('tells fifty at once the same in the same order, and forgets the one that does not read', async () => {
    const all = Array.from({ length: 50 }, () => follow());
    const stuck = follow();
    await agent.tell(agent.said('user', 'begin'));
    await Promise.all([...all, stuck].map((each) => each.until(1)));
    stuck.stall();
    const long = 'x'.repeat(8_000);
    for (let i = 0; i < 20; i++) {
      await agent.tell(...Array.from({ length: 20 }, () => agent.said('agent', long)));
    }
    await Promise.all(all.map((each) => each.until(401)));
    for (const { lines } of all) {
      expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 401 }, (_, i) => i + 1));
    }
    for (const each of [...all, stuck]) each.end();
  });

  it('is for who began the session or may read all of the tenant’s', async () => {
    expect(await follow('', 'other-key').refused()).toBe(404);
    expect(await follow('', 'stranger-key').refused()).toBe(404);
    expect(await follow('', 'of nobody').refused()).toBe(401);
    expect(await follow('', 'app-key', 'nobody').refused()).toBe(404);
    const { body } = await send('POST', `${api.url}/ws/ticket`, { key: 'reader-key' });
    await agent.tell(agent.said('agent', 'Hello.'));
    const follower = new Follower(`${api.url}/ws/transcript/${sessionId}`, {
      query: `?ticket=${String(body.ticket)}`,
    });
    expect(textsOf(await follower.until(1))).toEqual(['Hello.']);
    follower.end();
    expect(
      await new Follower(`${api.url}/ws/nothing`, { headers: { 'X-API-Key': 'app-key' } }).refused(),
    ).toBe(404);
  });

  it('closes for a session that is over already, once it has told all of it', async () => {
    await agent.tell(agent.said('agent', 'Goodbye.'));
    await agent.end('agent_ended');
    const follower = follow();
    expect(await follower.closed).toMatchObject({ code: 1000 });
    expect(textsOf(follower.lines)).toEqual(['Goodbye.', '(session_ended)']);
  });

  it('says goodbye when the api stops', async () => {
    const follower = follow();
    await agent.tell(agent.said('agent', 'Hello.'));
    await follower.until(1);
    await api.app.close();
    expect(await follower.closed).toMatchObject({ code: 1001 });
  });
});

describeOnPostgres('two api processes', () => {
  describeOnRedis('with a Redis between them', () => {
    it('tell each other’s followers', async () => {
      const redis = await RedisServer.start();
      const shared = { DATABASE_URL: await freshPostgres(), REDIS_URL: redis.url, LEASE_MS: '60000' };
      const [one, two] = await Promise.all([startApi(shared), startApi(shared)]);
      try {
        const { body } = await send('POST', `${one.url}/orchestrated/session/start`);
        const agent = new AgentOfTests(one.url, String(body.sessionId));
        await agent.claim();
        const follower = new Follower(`${two.url}/ws/transcript/${String(body.sessionId)}`);
        await agent.tell(agent.said('agent', 'Hello.'));
        await follower.until(1);
        await agent.tell(agent.said('user', 'Good morning.'));
        await follower.until(2);
        const here = new Follower(`${one.url}/ws/transcript/${String(body.sessionId)}`);
        await here.until(2);
        for (const text of ['Find', 'Find me']) {
          await agent.hear(agent.interim('user', text));
          await follower.first((line) => line.text === text);
        }
        // Each once, also where the process that was told hears of it by itself and from the other side.
        await agent.tell(agent.said('user', 'Find me a package.'));
        const all = ['Hello.', 'Good morning.', 'Find', 'Find me', 'Find me a package.'];
        for (const each of [follower, here]) {
          expect((await each.until(5)).map(({ text }) => text)).toEqual(all);
          each.end();
        }
      } finally {
        await Promise.all([one.close(), two.close()]);
        await redis.kill();
      }
    });
  });
});
