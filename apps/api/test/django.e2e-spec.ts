import { ingestToken, LivekitConfig } from '#livekit';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest, Environment } from './api-under-test.js';
import { keyEntry } from './callers-of-tests.js';
import { aText } from './matchers.js';
import { DJANGO_TOKEN, FakeDjango } from './peers/fake-django.js';
import { eventually, send } from './requests.js';
import type { Answer } from './requests.js';

const ASHA = {
  user_id: 42,
  email: 'asha@example.com',
  display_name: 'Asha',
  preferences: {
    preferred_voice: 'nova',
    preferred_language: 'pt-BR',
    favorite_topics: ['boats'],
    system_prompt_override: 'You speak of boats alone.',
  },
};

describe.each(DATABASES)('beside a Django of seed S4, kept in $kind', ({ fresh }) => {
  let django: FakeDjango;
  let djangoUrl: string;
  let api: ApiUnderTest;

  beforeEach(async () => {
    django = new FakeDjango();
    djangoUrl = await django.start();
    django.people.set('of-asha', ASHA);
  });
  afterEach(async () => {
    await api.close();
    await django.stop();
  });

  async function start(environment: Environment = {}): Promise<void> {
    api = await startApi({
      ...PIPELINE_KEYS,
      DATABASE_URL: await fresh(),
      LEASE_MS: '60000',
      SYSTEM_PROMPT: 'Of the environment.',
      DJANGO_BASE_URL: djangoUrl,
      DJANGO_INGEST_TOKEN: DJANGO_TOKEN,
      ...environment,
    });
  }
  const open = (body: object = {}, cookie?: string): Promise<Answer> =>
    send('POST', `${api.url}/session`, {
      body: { room: 'quickstart', identity: 'Ann-k3f9xz', ...body },
      headers: cookie === undefined ? {} : { Cookie: cookie },
    });
  const definitionOf = async ({ body }: Answer) =>
    (await send('GET', `${api.url}/session/${String(body.session_id)}`)).body.definition;

  async function talk(cookie?: string): Promise<AgentOfTests> {
    const { body } = await open({}, cookie);
    const agent = new AgentOfTests(api.url, String(body.session_id));
    await agent.claim();
    return agent;
  }
  const told = (agent: AgentOfTests, count: number) =>
    eventually(
      () => django.told(agent.sessionId),
      ({ length }) => length >= count,
      15_000,
    );
  const line = (role: string, text: string) => ({ role, text, is_final: true });

  describe('a person who is logged in there', () => {
    it('hears their own voice and language, and the agent that they wrote, over that of the request', async () => {
      await start();
      const opened = await open({ system_prompt: 'You sell boats.' }, 'theme=dark; sessionid=of-asha; x=y');
      expect(await definitionOf(opened)).toMatchObject({
        instructions: 'You speak of boats alone.',
        language: 'pt-BR',
        providers: { tts: [{ vendor: 'cartesia' }, { vendor: 'openai', voice: 'nova' }] },
      });
      const [asked] = django.seen;
      expect(asked?.headers.cookie).toBe('sessionid=of-asha');
      const { body } = await send('GET', `${api.url}/api/conversations`);
      expect(body.items).toMatchObject([{ userId: '42' }]);
    });

    it('has the agent of the request, and then that of the environment, where they wrote none', async () => {
      await start();
      django.people.set('of-bo', { user_id: 'bo', preferences: { preferred_language: 'no language' } });
      const asked = await open({ system_prompt: 'You sell boats.' }, 'sessionid=of-bo');
      expect(await definitionOf(asked)).toMatchObject({ instructions: 'You sell boats.' });
      const plain = await open({ room: 'another' }, 'sessionid=of-bo');
      expect(await definitionOf(plain)).toMatchObject({ instructions: 'Of the environment.' });
    });
  });

  it.each([
    ['no cookie', undefined],
    ['a cookie that Django does not know', 'sessionid=of-nobody'],
    ['a cookie that is none of Django’s', 'sessionid=a b\tc'],
  ])('takes who comes with %s for anonymous', async (_, cookie) => {
    await start();
    const opened = await open({}, cookie);
    expect(await definitionOf(opened)).toMatchObject({ instructions: 'Of the environment.' });
  });

  it.each(['down', 'silent'] as const)(
    'begins talks while Django is %s, and soon asks it no more',
    async (state) => {
      await start();
      django.state = state;
      for (let talks = 0; talks < 5; talks += 1) {
        const { status } = await open({ room: `room-${talks}` }, 'sessionid=of-asha');
        expect(status).toBe(200);
      }
      expect(django.seen).toHaveLength(3);
    },
  );

  it('is shown by /health/ready, and no fault of it makes the api unready', async () => {
    await start({ DJANGO_INGEST_TOKEN: 'of somebody else' });
    const { status, body } = await send('GET', `${api.url}/health/ready`);
    expect([status, body.status]).toEqual([200, 'ok']);
    expect(body.parts).toContainEqual({
      part: 'django',
      state: 'warning',
      problem: 'It refuses the credential (401).',
      cure: 'set DJANGO_INGEST_TOKEN to what it asks for',
    });
  });

  it('tells it what was said, one by one and in order, and the end', async () => {
    await start();
    const agent = await talk('sessionid=of-asha');
    const before = [agent.event('speech.started', { speaker: 'user' }), agent.said('user', 'Hello.')];
    const heard = agent.said('agent', 'We have boats and trains.');
    await agent.tell(...before, {
      ...heard,
      payload: { ...heard.payload, heardText: 'We have boats', interrupted: true },
    });
    await agent.tell(agent.said('user', 'Stop.'));
    await agent.end('user_left');
    expect(await told(agent, 4)).toEqual([
      line('user', 'Hello.'),
      line('agent', 'We have boats'),
      line('user', 'Stop.'),
      'ended',
    ]);
    const ingests = django.ingests();
    expect(ingests.map(({ events }) => events.length)).toEqual([1, 1, 1, 0]);
    const session = {
      id: agent.sessionId,
      room: 'quickstart',
      system_prompt: 'You speak of boats alone.',
      user_id: '42',
    };
    expect(ingests[0]?.session).toEqual(session);
    expect(ingests.at(-1)?.session).toEqual({ ...session, ended_at: aText });
  });

  it('names nobody whom Django has not named, whatever clients say', async () => {
    await start();
    const { body } = await send('POST', `${api.url}/session`, { body: { userIdentity: '42' } });
    const agent = new AgentOfTests(api.url, String(body.sessionId));
    await agent.claim();
    await agent.tell(agent.said('user', 'Hello.'));
    await told(agent, 1);
    expect(django.ingests()[0]?.session).toMatchObject({ user_id: null });
  });

  it('tells the end of a session that nobody came to', async () => {
    await start();
    const { body } = await open();
    await send('DELETE', `${api.url}/session/${String(body.session_id)}`);
    await eventually(
      () => django.told(String(body.session_id)),
      ([first]) => first === 'ended',
    );
  });

  it('keeps what it cannot tell, two items a session at most, and tells it in order once Django is back', async () => {
    await start({ OUTBOX_RETRY_MS: '10', OUTBOX_RETRY_MAX_MS: '200' });
    const agent = await talk();
    django.state = 'down';
    const sentences = Array.from({ length: 12 }, (_, index) => `Sentence ${index}.`);
    for (const sentence of sentences) await agent.tell(agent.said('user', sentence));
    await agent.end('user_left');
    const waiting = async () =>
      (await send('GET', `${api.url}/metrics`)).text
        .split('\n')
        .filter((each) => each.startsWith('parley_outbox_items{kind="django.session"'))
        .reduce((sum, each) => sum + Number(each.split(' ').at(-1)), 0);
    await expect(waiting()).resolves.toBe(2);
    await eventually(
      () => django.seen.length,
      (asked) => asked > 0,
    );
    django.state = 'up';
    django.seen.length = 0;
    await eventually(
      () => django.told(agent.sessionId),
      (lines) => lines.at(-1) === 'ended',
      30_000,
    );
    expect(django.told(agent.sessionId)).toEqual([...sentences.map((each) => line('user', each)), 'ended']);
    await eventually(waiting, (items) => items === 0);
  });

  it('passes over what Django does not want', async () => {
    await start();
    const agent = await talk();
    django.refuses = 'Unwanted.';
    await agent.tell(agent.said('user', 'Unwanted.'), agent.said('user', 'Wanted.'));
    await told(agent, 2);
    await agent.end('user_left');
    expect((await told(agent, 3)).at(-1)).toBe('ended');
  });

  it('is shown INGEST_TOKEN in an .env of seed S4, and agents then show the derived one', async () => {
    await start({ INGEST_TOKEN: DJANGO_TOKEN, DJANGO_INGEST_TOKEN: '' });
    const { body } = await open();
    const claim = { sessionId: String(body.session_id), agentProcess: 'p', agentIdentity: 'agent-1' };
    const url = `${api.url}/api/ingest/claims`;
    expect((await send('POST', url, { key: DJANGO_TOKEN, body: claim })).status).toBe(401);
    const key = ingestToken(api.app.get(LivekitConfig, { strict: false }));
    expect((await send('POST', url, { key, body: claim })).status).toBe(201);
    await send('DELETE', `${api.url}/session/${claim.sessionId}`);
    const agent = new AgentOfTests(api.url, claim.sessionId);
    agent.epoch = 1;
    const end = agent.event('session.ended', { reason: 'stopped', detail: null });
    await send('POST', `${api.url}/api/ingest/events`, { key, body: { events: [end] } });
    await eventually(
      () => django.told(claim.sessionId),
      ([first]) => first === 'ended',
    );
  });

  describe('GET /diagnostics', () => {
    it('says what Django was told, in the form of seed S4', async () => {
      await start({ TTS_VOICE: 'alloy', STT_PROVIDER: 'openai' });
      const agent = await talk();
      await agent.tell(agent.said('user', 'Hello.'));
      await told(agent, 1);
      const { status, body } = await eventually(
        () => send('GET', `${api.url}/diagnostics`),
        (answer) => (answer.body.persistence as { event_count: number }).event_count > 0,
      );
      expect(status).toBe(200);
      expect(body).toEqual({
        livekit: { url: true, api_key: true, api_secret: true },
        providers: { stt: 'openai', tts: 'cartesia', llm: 'grok', tts_voice: 'alloy' },
        persistence: {
          django_base_url: djangoUrl,
          configured: true,
          last_ingest_ts: expect.any(Number) as number,
          event_count: 1,
          session_ids: [agent.sessionId],
        },
      });
      const { persistence } = body as { persistence: { last_ingest_ts: number } };
      expect(Math.abs(persistence.last_ingest_ts - Date.now() / 1_000)).toBeLessThan(60);
    });

    it('says less to who may only talk, and nothing of other tenants', async () => {
      await start({
        ALLOW_ANONYMOUS: 'true',
        API_KEYS: ['ours', keyEntry('theirs', 'their-key', 'read:acme')].join(','),
      });
      const persistence = async (key?: string) =>
        (await send('GET', `${api.url}/diagnostics`, { key })).body.persistence;
      const { body } = await send('POST', `${api.url}/session`, {
        key: 'ours',
        body: { room: 'quickstart', identity: 'Ann-1' },
      });
      const agent = new AgentOfTests(api.url, String(body.session_id));
      await agent.claim();
      await agent.tell(agent.said('user', 'Hello.'));
      await told(agent, 1);
      await eventually(
        () => persistence('ours'),
        (found) => (found as { event_count: number }).event_count === 1,
      );
      const nothing = { configured: true, last_ingest_ts: null, event_count: 0, session_ids: [] };
      expect(await persistence()).toEqual({ ...nothing, django_base_url: null });
      expect(await persistence('their-key')).toEqual({ ...nothing, django_base_url: djangoUrl });
    });
  });
});
