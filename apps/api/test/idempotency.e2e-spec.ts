import { Store } from '#store';
import { DATABASES } from '#store/testing';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest, Environment } from './api-under-test.js';
import { keyEntry } from './callers-of-tests.js';
import { send } from './requests.js';
import type { Sent } from './requests.js';

describe.each(DATABASES)('Idempotency-Key on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  const begin = async (environment: Environment = {}) => {
    api = await startApi({ DATABASE_URL: await fresh(), ...environment });
  };
  afterEach(() => api.close());

  const start = (idempotencyKey: string, { key, body = {}, headers }: Sent = {}) =>
    send('POST', `${api.url}/orchestrated/session/start`, {
      key,
      body,
      headers: { 'Idempotency-Key': idempotencyKey, ...headers },
    });
  const sessions = async (): Promise<number> => {
    const { db } = api.app.get(Store);
    const { count } = await db
      .selectFrom('session')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  };

  it('makes one session of ten requests that come at once, and answers all of them alike', async () => {
    await begin();
    const answers = await Promise.all(Array.from({ length: 10 }, () => start('a')));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(9);
    expect(await sessions()).toBe(1);
    expect((await start('a')).text).toBe(answers[0]?.text);
    expect((await start('b')).text).not.toBe(answers[0]?.text);
  });

  it('repeats the status and the headers as well', async () => {
    await begin();
    const ticket = () => send('POST', `${api.url}/ws/ticket`, { headers: { 'Idempotency-Key': 'a' } });
    const [first, second] = [await ticket(), await ticket()];
    expect(second.status).toBe(201);
    expect(second.headers.get('cache-control')).toBe('no-store');
    expect(second.text).toBe(first.text);
  });

  it('refuses another body under the same key', async () => {
    await begin();
    const stop = (roomName: string) =>
      send('POST', `${api.url}/orchestrated/session/stop`, {
        body: { roomName },
        headers: { 'Idempotency-Key': 'a' },
      });
    expect((await stop('lobby')).status).toBe(200);
    expect((await stop('other')).body).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
    expect((await start('a')).status).toBe(200); // another route is another request
  });

  it('is one caller’s own', async () => {
    const entries = [keyEntry('a', 'key-a', 'session:acme'), keyEntry('b', 'key-b', 'session:acme')];
    await begin({ API_KEYS: entries.join(), ALLOW_ANONYMOUS: 'true', TRUST_PROXY: '1' });
    const answers = [
      await start('1', { key: 'key-a' }),
      await start('1', { key: 'key-b' }),
      await start('1', { headers: { 'X-Forwarded-For': '192.0.2.1' } }),
      await start('1', { headers: { 'X-Forwarded-For': '192.0.2.2' } }),
    ];
    expect(new Set(answers.map(({ body }) => body.sessionId)).size).toBe(4);
  });

  it('keeps no failure: the next one tries again', async () => {
    await begin();
    api.livekit.down = true;
    expect((await start('a')).status).toBe(503);
    api.livekit.down = false;
    expect((await start('a')).status).toBe(200);
  });

  it.each(['', 'x'.repeat(256), 'two words'])('refuses the key %p', async (key) => {
    await begin();
    const { status, body } = await start(key);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'bad_input', errors: [{ field: 'Idempotency-Key' }] });
    expect(await sessions()).toBe(0);
  });
});
