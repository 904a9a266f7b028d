import { DATABASES } from '#store/testing';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { anHourAgo, jwt, JWT_SECRET } from './callers-of-tests.js';
import { send } from './requests.js';

describe.each(DATABASES)('access with JWTs on $kind', ({ fresh }) => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApi({ DATABASE_URL: await fresh(), JWT_SECRET, JWT_AUDIENCE: 'parley' });
  });
  afterAll(() => api.close());

  const get = (path: string, key: string) => send('GET', api.url + path, { key });

  it('opens what the scopes say', async () => {
    const talker = await jwt({ aud: 'parley' });
    const reader = await jwt({ aud: 'parley', scope: 'read' });
    expect((await get('/orchestrated/status', talker)).status).toBe(200);
    expect((await get('/session', talker)).body.code).toBe('scope_missing');
    expect((await get('/session', reader)).status).toBe(200);
  });

  it('keeps callers of one tenant apart, and tenants', async () => {
    const start = async (claims: object) => {
      const key = await jwt({ aud: 'parley', ...claims });
      const { body } = await send('POST', `${api.url}/orchestrated/session/start`, { key });
      return { key, path: `/session/${String(body.sessionId)}` };
    };
    const own = await start({ sub: 'asha', tenant: 'acme' });
    const neighbour = await start({ sub: 'ben', tenant: 'acme' });
    const foreign = await start({ sub: 'asha', tenant: 'globex' });
    expect((await get(own.path, own.key)).status).toBe(200);
    expect((await get(neighbour.path, own.key)).status).toBe(404);
    expect((await get(foreign.path, own.key)).status).toBe(404);
    const operator = await jwt({ aud: 'parley', tenant: 'acme', scope: 'operate read' });
    expect((await get(neighbour.path, operator)).status).toBe(200);
    expect((await get(foreign.path, operator)).status).toBe(404);
  });

  it('says what is wrong with a token, and that another one would do', async () => {
    const expired = await get('/orchestrated/status', await jwt({ aud: 'parley' }, anHourAgo()));
    const forged = await get(
      '/orchestrated/status',
      await jwt({ aud: 'parley' }, '1h', JWT_SECRET.toUpperCase()),
    );
    const elsewhere = await get('/orchestrated/status', await jwt({ aud: 'billing' }));
    for (const [answer, code] of [
      [expired, 'token_expired'],
      [forged, 'token_refused'],
      [elsewhere, 'token_refused'],
    ] as const) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(answer.body.code).toBe(code);
    }
    expect(elsewhere.body.detail).toContain('aud');
  });
});
