import { AuditRepository } from '#store';
import { DATABASES } from '#store/testing';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { keyEntry } from './callers-of-tests.js';
import { aText, textLike } from './matchers.js';
import { send } from './requests.js';

const KEYS = [
  keyEntry('app', 'app-key', 'session:acme'),
  keyEntry('reader', 'reader-key', 'read:acme'),
  keyEntry('owner', 'owner-key', 'admin+read+session:acme'),
  keyEntry('stranger', 'stranger-key', 'admin+read+session'),
].join(',');
const VENDORS = { DEEPGRAM_API_KEY: 'of nobody', CARTESIA_API_KEY: 'of nobody', XAI_API_KEY: '' };

const CLARA = {
  name: 'Clara',
  instructions: 'You are Clara, the receptionist of a dental practice.',
  greeting: 'Good morning, this is Clara.',
  stt: ['deepgram/nova-3', 'openai'],
  llm: 'gpt-4o',
  limits: { idleS: 60 },
};

interface Item {
  id: string;
  version: number | null;
}

describe.each(DATABASES)('/api/agents on $kind', ({ fresh }) => {
  let api: ApiUnderTest;

  beforeEach(async () => {
    api = await startApi({ DATABASE_URL: await fresh(), API_KEYS: KEYS, ...VENDORS });
  });
  afterEach(() => api.close());

  const call = (method: string, path = '', body?: unknown, key = 'owner-key') =>
    send(method, `${api.url}/api/agents${path}`, { key, body });
  const idsOf = (body: Record<string, unknown>) => (body.items as Item[]).map(({ id }) => id);
  async function sessionOf(agentId: string, agentConfig?: object, key = 'app-key') {
    const opened = await send('POST', `${api.url}/session`, {
      key,
      body: { userIdentity: 'asha', agentId, agentConfig },
    });
    const { sessionId } = opened.body;
    if (typeof sessionId !== 'string') return opened.body;
    const { body } = await send('GET', `${api.url}/session/${sessionId}`, { key: 'reader-key' });
    return { sessionId, ...body } as Record<string, unknown>;
  }

  it('makes an agent, which talks with whoever asks for it, and keeps its versions', async () => {
    const made = await call('POST', '', { id: 'clara', ...CLARA });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      ...{ id: 'clara', version: 1, spec: CLARA, createdBy: 'owner', createdAt: aText, available: true },
      definition: {
        ...{ id: 'clara', name: 'Clara', greeting: CLARA.greeting, instructions: CLARA.instructions },
        mode: 'pipeline',
        providers: {
          stt: [{ vendor: 'deepgram', model: 'nova-3' }, { vendor: 'openai' }],
          llm: [{ vendor: 'openai', model: 'gpt-4o' }],
        },
        limits: { idleS: 60 },
      },
    });
    const first = await sessionOf('clara');
    expect(first).toMatchObject({ agent: { id: 'clara', version: 1 }, definition: { name: 'Clara' } });

    const changed = await call('PUT', '/clara', { ...CLARA, name: 'Carla', version: 1 });
    expect(changed.body).toMatchObject({ version: 2, spec: { name: 'Carla' } });
    expect(await sessionOf('clara', { prompt: 'Be brief.' })).toMatchObject({
      agent: { version: 2 },
      definition: { name: 'Carla', instructions: 'Be brief.', greeting: CLARA.greeting },
    });
    // One that runs is as it was when it began.
    const again = await send('GET', `${api.url}/session/${String(first.sessionId)}`, { key: 'reader-key' });
    expect(again.body).toMatchObject({ agent: { version: 1 }, definition: { name: 'Clara' } });

    const back = await call('POST', '/clara/rollback', { version: 1 });
    expect([back.status, back.body.version, back.body.spec]).toEqual([200, 3, CLARA]);
    const { body } = await call('GET', '/clara/versions?limit=2');
    expect((body.items as Item[]).map(({ version }) => version)).toEqual([3, 2]);
    const rest = await call('GET', `/clara/versions?cursor=${String(body.nextCursor)}`);
    expect(rest.body).toMatchObject({ items: [{ version: 1, spec: CLARA }], nextCursor: null });
    const trail = await api.app.get(AuditRepository).ofSubject('acme', 'agent', 'clara');
    expect(trail.map(({ actor, action, detail }) => [actor, action, detail])).toEqual([
      ['key:owner', 'agent.created', { version: 1 }],
      ['key:owner', 'agent.changed', { version: 2 }],
      ['key:owner', 'agent.rolled_back', { version: 3 }],
    ]);
  });

  it('lets one that is built in be another, for one tenant, and gives it back', async () => {
    const changed = await call('PUT', '/tara', { name: 'Tara of Acme', greeting: '', tools: [] });
    expect(changed.body).toMatchObject({
      version: 1,
      definition: { name: 'Tara of Acme', greeting: null, tools: [], instructions: textLike('You are Tara') },
    });
    expect(await sessionOf('tara')).toMatchObject({ definition: { name: 'Tara of Acme' } });
    expect((await call('GET', '/tara', undefined, 'stranger-key')).body).toMatchObject({
      ...{ version: null, spec: null, createdAt: null },
      definition: { name: 'Tara' },
    });
    expect((await call('DELETE', '/tara')).status).toBe(204);
    expect((await call('GET', '/tara')).body).toMatchObject({ version: null, definition: { name: 'Tara' } });
    expect((await call('DELETE', '/tara')).body).toMatchObject({ status: 409, code: 'agent_built_in' });
  });

  it('lists them by id, those that are built in among them, page by page', async () => {
    for (const id of ['zoe', 'clara', 'egon']) await call('POST', '', { ...CLARA, id });
    const first = await call('GET', '?limit=2');
    const second = await call('GET', `?limit=2&cursor=${String(first.body.nextCursor)}`);
    const third = await call('GET', `?limit=2&cursor=${String(second.body.nextCursor)}`);
    expect([first, second, third].map(({ body }) => idsOf(body))).toEqual([
      ['clara', 'default'],
      ['egon', 'tara'],
      ['zoe'],
    ]);
    expect(third.body.nextCursor).toBeNull();
    expect(idsOf((await call('GET', '', undefined, 'stranger-key')).body)).toEqual(['default', 'tara']);
  });

  it('says of one whose vendor has no key that no talk can begin with it', async () => {
    const made = await call('POST', '', { ...CLARA, id: 'erika', tts: 'elevenlabs' });
    expect(made.body).toMatchObject({ available: false });
    expect(await sessionOf('erika')).toMatchObject({ status: 503 });
  });

  it('removes one, which a rollback brings back', async () => {
    await call('POST', '', { ...CLARA, id: 'clara' });
    expect((await call('DELETE', '/clara')).status).toBe(204);
    expect((await call('GET', '/clara')).body).toMatchObject({ status: 404, code: 'agent_not_found' });
    expect(await sessionOf('clara')).toMatchObject({ status: 404 });
    expect((await call('POST', '/clara/rollback', { version: 2 })).body).toMatchObject({
      code: 'agent_version_not_found',
    });
    expect((await call('POST', '/clara/rollback', { version: 1 })).body).toMatchObject({ version: 3 });
    expect((await call('POST', '', { ...CLARA, id: 'clara' })).body).toMatchObject({ code: 'agent_exists' });
  });

  it('refuses the second of two changes that were made from the same version', async () => {
    await call('POST', '', { ...CLARA, id: 'clara' });
    const both = await Promise.all(
      ['Ann', 'Bea'].map((name) => call('PUT', '/clara', { ...CLARA, name, version: 1 })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(both.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'agent_changed' });
  });

  it.each([
    ['name', { name: ' ' }],
    ['name', { name: 7 }],
    ['id', { id: 'a/b' }],
    ['instructions', { instructions: 'ü'.repeat(16_001) }],
    ['stt', { stt: ['deepgram', 'rime'] }],
    ['llm', { llm: '' }],
    ['realtime', { realtime: 'google/gemini' }],
    ['mode', { mode: 'both' }],
    ['tools', { tools: ['get_weather'] }],
    ['limits.idleS', { limits: { idleS: 0 } }],
    ['limits.money', { limits: { money: -1 } }],
    ['turnTaking.minSilenceMs', { turnTaking: { minSilenceMs: 11_000 } }],
    ['prompt', { prompt: 'be brief' }],
  ])('names %s when that is wrong (%#)', async (field, change) => {
    const { body } = await call('POST', '', { ...CLARA, ...change });
    expect(body).toMatchObject({ status: 400, code: 'bad_input', errors: [{ field }] });
    expect(idsOf((await call('GET')).body)).toEqual(['default', 'tara']);
  });

  it('is for those who may: reading with read, changing with admin', async () => {
    expect((await call('GET', '', undefined, 'app-key')).status).toBe(403);
    expect((await call('GET', '', undefined, 'reader-key')).status).toBe(200);
    expect((await call('POST', '', CLARA, 'reader-key')).status).toBe(403);
    expect((await call('DELETE', '/tara', undefined, 'reader-key')).status).toBe(403);
  });
});
