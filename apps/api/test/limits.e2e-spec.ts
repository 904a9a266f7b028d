import { Store } from '#store';
import { DATABASES, describeOnPostgres, freshPostgres } from '#store/testing';
import { AgentOfTests } from './agent-of-tests.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest, Environment } from './api-under-test.js';
import { keyEntry } from './callers-of-tests.js';
import { describeOnRedis, RedisServer } from './redis-server.js';
import { send } from './requests.js';
import type { Sent } from './requests.js';

describe.each(DATABASES)('limits on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  const begin = async (environment: Environment) => {
    api = await startApi({ DATABASE_URL: await fresh(), ...environment });
  };
  afterEach(() => api.close());

  const status = (sent: Sent = {}) => send('GET', `${api.url}/orchestrated/status`, sent);
  const start = (sent: Sent = {}) => send('POST', `${api.url}/orchestrated/session/start`, sent);

  it('hold for each key, with the number of its own where it has one', async () => {
    await begin({
      API_KEYS: ['plain', keyEntry('slow', 'slow-key', 'session:acme:2')].join(),
      RATE_LIMIT_RPM: '4',
    });
    for (let count = 0; count < 4; count++) expect((await status({ key: 'plain' })).status).toBe(200);
    const refused = await status({ key: 'plain' });
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ code: 'rate_limited', success: false });
    expect(Number(refused.headers.get('retry-after'))).toBe(15);

    for (let count = 0; count < 2; count++) expect((await status({ key: 'slow-key' })).status).toBe(200);
    expect((await status({ key: 'slow-key' })).status).toBe(429);
    expect((await send('GET', `${api.url}/health`)).status).toBe(200);
  });

  it('hold for an address that has no key, or tries keys', async () => {
    await begin({ ALLOW_ANONYMOUS: 'true', API_KEYS: 'plain', RATE_LIMIT_RPM: '3', TRUST_PROXY: '1' });
    const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });
    for (let count = 0; count < 3; count++) {
      expect((await status({ key: 'guess', ...from('192.0.2.1') })).status).toBe(401);
    }
    expect((await status({ key: 'guess', ...from('192.0.2.1') })).status).toBe(429);
    expect((await status(from('192.0.2.1'))).status).toBe(429);
    expect((await status(from('192.0.2.2'))).status).toBe(200);
    expect((await status({ key: 'plain', ...from('192.0.2.1') })).status).toBe(200);
  });

  it('do not believe an address that no proxy of ours has written', async () => {
    await begin({ ALLOW_ANONYMOUS: 'true', RATE_LIMIT_RPM: '2' });
    const answers = [];
    for (const last of [1, 2, 3])
      answers.push(await status({ headers: { 'X-Forwarded-For': `192.0.2.${last}` } }));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 429]);
  });

  it('hold for the open sessions of an address, however many come at once', async () => {
    await begin({ ALLOW_ANONYMOUS: 'true', API_KEYS: 'server', RATE_LIMIT_SESSIONS: '2' });
    const answers = await Promise.all(Array.from({ length: 6 }, () => start()));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 429, 429, 429, 429]);
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.body.code).toBe('too_many_sessions');
    expect(refused?.headers.get('retry-after')).toBe('30');

    const open = answers.find((answer) => answer.status === 200);
    await send('DELETE', `${api.url}/session/${String(open?.body.sessionId)}`);
    expect((await start()).status).toBe(200);
    expect((await start()).status).toBe(429);
    for (let count = 0; count < 3; count++) expect((await start({ key: 'server' })).status).toBe(200);
  });

  it('hold for all callers of a tenant together, and leave other tenants alone', async () => {
    const of = (name: string, tenant: string) => keyEntry(name, name, `session+operate:${tenant}`);
    await begin({
      API_KEYS: [of('one', 'acme'), of('two', 'acme'), of('three', 'globex')].join(),
      TENANT_LIMIT_RPM: '5',
      TENANT_LIMIT_SESSIONS: '1',
    });
    const answers = await Promise.all([start({ key: 'one' }), start({ key: 'two' })]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 429]);
    const refused = answers.find((answer) => answer.status === 429);
    expect(refused?.body).toMatchObject({
      code: 'too_many_sessions',
      detail: expect.stringContaining('tenant') as string,
    });
    expect((await start({ key: 'three' })).status).toBe(200);

    for (let count = 0; count < 3; count++) expect((await status({ key: 'two' })).status).toBe(200);
    expect((await status({ key: 'one' })).body.code).toBe('rate_limited');
    expect((await status({ key: 'three' })).status).toBe(200);
  });

  it('hold for the minutes of a day, and a talk ends with them', async () => {
    await begin({ ALLOW_ANONYMOUS: 'true', RATE_LIMIT_MINUTES: '2', TENANT_LIMIT_MINUTES: '3' });
    const { db } = api.app.get(Store);
    const first = await start();
    await new AgentOfTests(api.url, String(first.body.sessionId)).claim();
    const { ends_at } = await db.selectFrom('session').select('ends_at').executeTakeFirstOrThrow();
    expect(ends_at).toBeLessThanOrEqual(Date.now() + 120_000);

    await db
      .updateTable('session')
      .set({ started_at: Date.now() - 90_000 })
      .execute();
    expect((await start()).status).toBe(200);
    await db
      .updateTable('session')
      .set({ started_at: Date.now() - 120_000 })
      .execute();
    const refused = await start();
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ code: 'minutes_used_up', success: false });
    // A day later it is as if nothing had been said.
    await db
      .updateTable('session')
      .set({ created_at: Date.now() - 86_500_000 })
      .execute();
    expect((await start()).status).toBe(200);
  });

  it('do not hold on the developer’s own machine', async () => {
    await begin({ RATE_LIMIT_RPM: '1', RATE_LIMIT_SESSIONS: '1' });
    for (let count = 0; count < 4; count++) expect((await start()).status).toBe(200);
  });
});

describeOnRedis('limits of two processes', () => {
  describeOnPostgres('on one database, with one Redis', () => {
    it('are one limit', async () => {
      const redis = await RedisServer.start();
      const environment = {
        DATABASE_URL: await freshPostgres(),
        REDIS_URL: redis.url,
        API_KEYS: 'plain',
        RATE_LIMIT_RPM: '4',
      };
      const apis = [await startApi(environment), await startApi(environment)];
      const answers: number[] = [];
      for (let count = 0; count < 3; count++) {
        for (const { url } of apis) {
          answers.push((await send('GET', `${url}/orchestrated/status`, { key: 'plain' })).status);
        }
      }
      await Promise.all(apis.map((api) => api.close()));
      await redis.kill();
      expect(answers).toEqual([200, 200, 200, 200, 429, 429]);
    });
  });
});
