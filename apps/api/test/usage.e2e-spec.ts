import { Store } from '#store';
import { DATABASES } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { keyEntry } from './callers-of-tests.js';
import { pricesFile, UNUSED } from './prices-of-tests.js';
import { send } from './requests.js';

const KEYS = [
  keyEntry('app', 'app-key', 'session:acme'),
  keyEntry('reader', 'reader-key', 'read:acme'),
  keyEntry('stranger', 'stranger-key', 'read'),
].join(',');

describe.each(DATABASES)('GET /api/usage on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  let sessionId: string;

  beforeAll(async () => {
    api = await startApi({ DATABASE_URL: await fresh(), API_KEYS: KEYS, LEASE_MS: '60000' });
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { key: 'app-key' });
    sessionId = String(body.sessionId);
    const agent = new AgentOfTests(api.url, sessionId);
    await agent.claim();
    const counts = { inputTokens: 10, outputTokens: 5, cachedTokens: 2, inputAudioTokens: 8 };
    const used = { ...counts, outputAudioTokens: 4, seconds: 1.5, characters: 30, audioSeconds: 2.25 };
    await agent.tell(
      agent.event('usage.added', { vendor: 'openai', model: 'gpt-realtime', ...used }),
      agent.event('usage.added', { vendor: 'cartesia', model: 'sonic-3', ...used }),
    );
  });
  afterAll(() => api.close());

  const usage = (query: string, key = 'reader-key') => send('GET', `${api.url}/api/usage${query}`, { key });

  it.each([
    ['', () => new Date().toISOString().slice(0, 10)],
    ['?by=agent', () => 'tara'],
    ['?by=session', () => sessionId],
  ])('adds up what was used: %p', async (query, key) => {
    const { status, body } = await usage(query);
    expect(status).toBe(200);
    expect(body.nextCursor).toBeNull();
    expect(body.items).toEqual([
      {
        key: key(),
        sessions: 1,
        minutes: expect.any(Number) as number,
        inputTokens: 20,
        outputTokens: 10,
        cachedTokens: 4,
        inputAudioTokens: 16,
        outputAudioTokens: 8,
        characters: 60,
        audioSeconds: 4.5,
        seconds: 3,
        cost: null,
      },
    ]);
  });

  it('has nothing of another time, and nothing of another tenant', async () => {
    expect((await usage('?to=2026-01-01T00:00:00Z')).body.items).toEqual([]);
    expect((await usage('?from=2999-01-01')).body.items).toEqual([]);
    expect((await usage('', 'stranger-key')).body.items).toEqual([]);
    expect((await usage('', 'app-key')).body.code).toBe('scope_missing');
  });

  it.each([
    ['by=vendor', 'by'],
    ['from=yesterday', 'from'],
    ['to=2026-13-01', 'to'],
    ['to=2026-W47', 'to'],
    ['from=2026-11-21T10,5', 'from'],
    ['cursor=x', 'cursor'],
  ])('refuses ?%s', async (query, field) => {
    expect((await usage(`?${query}`)).body).toMatchObject({ code: 'bad_input', errors: [{ field }] });
  });
});

describe.each(DATABASES)('what usage costs on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  const prices = pricesFile();
  afterAll(() => prices.remove());
  afterEach(() => api.close());

  async function talk(key?: string) {
    const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { key });
    const agent = new AgentOfTests(api.url, String(body.sessionId));
    await agent.claim();
    return {
      agent,
      spend: (vendor: string, used: { audioSeconds?: number; characters?: number }) =>
        agent.tell(agent.event('usage.added', { ...UNUSED, vendor, model: `${vendor}-1`, ...used })),
      cost: async () => {
        const session = await send('GET', `${api.url}/session/${agent.sessionId}`);
        const [row] = (await send('GET', `${api.url}/api/usage?by=session`)).body.items as {
          cost: unknown;
        }[];
        return [session.body.usage, row].map((usage) => (usage as { cost: unknown }).cost);
      },
    };
  }

  it('is known where the price of every part is', async () => {
    api = await startApi({ DATABASE_URL: await fresh(), PRICES_FILE: prices.file });
    const { spend, cost } = await talk();
    await spend('ear', { audioSeconds: 30 });
    await spend('mouth', { characters: 25 });
    expect(await cost()).toEqual([0.55, 0.55]);
    await spend('stranger', { characters: 25 });
    expect(await cost()).toEqual([null, null]);
    const { text } = await send('GET', `${api.url}/metrics`);
    expect(text).toMatch(/^parley_usage_cost_usd_total 0\.55$/m);
  });

  it('ends a session with its budget, after a warning, and never for what has no price', async () => {
    api = await startApi({
      DATABASE_URL: await fresh(),
      PRICES_FILE: prices.file,
      SESSION_MAX_USD: '1',
      LEASE_MS: '60000',
    });
    const { agent, spend } = await talk();
    const ending = async () => (await agent.renew()).body.ending;
    const warned = async () => {
      const metrics = await (await fetch(`${api.url}/metrics`)).text();
      return /^parley_sessions_near_budget_total (\d+)$/m.exec(metrics)?.[1];
    };
    await spend('stranger', { characters: 1_000_000 });
    await spend('mouth', { characters: 79 });
    expect([await ending(), await warned()]).toEqual([null, '0']);
    await spend('mouth', { characters: 1 });
    await spend('mouth', { characters: 19 });
    expect([await ending(), await warned()]).toEqual([null, '1']);
    await spend('mouth', { characters: 1 });
    expect([await ending(), await warned()]).toEqual(['budget', '1']);
    await agent.end('budget');
    const { body } = await send('GET', `${api.url}/session/${agent.sessionId}`);
    expect(body).toMatchObject({
      status: 'ended',
      endReason: 'budget',
      definition: { limits: { money: 1 } },
    });
  });

  it('keeps a tenant that has spent its day’s money from starting more', async () => {
    const of = (name: string, tenant: string) => keyEntry(name, name, `session:${tenant}`);
    api = await startApi({
      DATABASE_URL: await fresh(),
      PRICES_FILE: prices.file,
      API_KEYS: [of('one', 'acme'), of('other', 'globex')].join(),
      TENANT_MAX_USD_PER_DAY: '0.5',
    });
    const start = (key: string) => send('POST', `${api.url}/orchestrated/session/start`, { key });
    const { spend, agent } = await talk('one');
    await spend('stranger', { characters: 1_000_000 });
    await spend('mouth', { characters: 49 });
    expect((await start('one')).status).toBe(200);
    await spend('mouth', { characters: 1 });
    const refused = await start('one');
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ code: 'budget_used_up', success: false });
    expect(refused.headers.get('retry-after')).toBe('30');
    expect((await agent.renew()).body.ending).toBeNull();
    expect((await start('other')).status).toBe(200);
    // A day later it is as if nothing had been spent.
    await api.app
      .get(Store)
      .db.updateTable('usage')
      .set({ at: Date.now() - 86_500_000 })
      .execute();
    expect((await start('one')).status).toBe(200);
  });
});

describe('PRICES_FILE', () => {
  it('that does not fit ends the boot, which names the field', async () => {
    const prices = pricesFile({
      version: '1',
      prices: [{ vendor: 'ear', model: 'ear-1', audioMinute: 'much' }],
    });
    await expect(startApi({ PRICES_FILE: prices.file })).rejects.toThrow(
      /PRICES_FILE: prices\.0\.audioMinute/,
    );
    prices.remove();
  });
});
