import { WebSocket } from 'ws';
import type { Caller } from '../src/access/caller.js';
import { Upgrades } from '../src/access/upgrades.js';
import { startApi } from './api-under-test.js';
import type { ApiUnderTest, Environment } from './api-under-test.js';
import { keyEntry } from './callers-of-tests.js';
import { send } from './requests.js';

/** What a client sees of its upgrade: who it is in there, or the answer that refused it. */
type Opened = { caller: Caller } | { status: number; body: Record<string, unknown> };

describe('the upgrade of a socket', () => {
  let api: ApiUnderTest;

  /** The api with the simplest gateway there is: it says who the caller is, and closes. */
  async function start(environment: Environment): Promise<void> {
    api = await startApi(environment);
    api.app
      .get(Upgrades)
      .route(/^\/echo$/, ['read'], ({ caller }) =>
        Promise.resolve((opened) => opened.close(1000, JSON.stringify(caller))),
      );
  }
  afterEach(() => api.close());

  function open(query = '', headers: Record<string, string> = {}): Promise<Opened> {
    const socket = new WebSocket(`${api.url.replace('http', 'ws')}/echo${query}`, { headers });
    return new Promise((resolve, reject) => {
      socket.on('close', (_code, reason) => resolve({ caller: JSON.parse(reason.toString()) as Caller }));
      socket.on('error', reject);
      socket.on('unexpected-response', (_request, response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: JSON.parse(text) as Record<string, unknown>,
          }),
        );
      });
    });
  }

  const KEYS = { API_KEYS: ['all', keyEntry('device', 'device-key', 'session')].join() };
  const ticketOf = async (key: string) => {
    const { status, body } = await send('POST', `${api.url}/ws/ticket`, { key });
    expect(status).toBe(201);
    return encodeURIComponent(String(body.ticket));
  };

  it('takes a key in a header', async () => {
    await start(KEYS);
    expect(await open('', { Authorization: 'Bearer all' })).toMatchObject({ caller: { keyName: 'key-1' } });
    expect(await open('', { 'X-API-Key': 'all' })).toMatchObject({ caller: { keyName: 'key-1' } });
  });

  it('takes a ticket once', async () => {
    await start(KEYS);
    const ticket = await ticketOf('all');
    expect(await open(`?after=3&ticket=${ticket}`)).toMatchObject({ caller: { keyName: 'key-1' } });
    expect(await open(`?ticket=${ticket}`)).toMatchObject({ status: 401, body: { code: 'ticket_refused' } });
  });

  it('gives a ticket no more scopes than whoever got it has', async () => {
    await start(KEYS);
    const ticket = await ticketOf('device-key');
    expect(await open(`?ticket=${ticket}`)).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
  });

  it('refuses everybody else with a problem, before there is a socket', async () => {
    await start({ ...KEYS, CORS_ORIGINS: 'https://app.example' });
    expect(await open()).toMatchObject({ status: 401, body: { code: 'unauthenticated', instance: '/echo' } });
    expect(await open('', { Authorization: 'Bearer no' })).toMatchObject({ status: 401 });
    expect(await open('?ticket=made-up', { Authorization: 'Bearer all' })).toMatchObject({ status: 401 });
    const withKey = { Authorization: 'Bearer all' };
    expect(await open('', { ...withKey, Origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: { code: 'origin_refused' },
    });
    expect(await open('', { ...withKey, Origin: 'https://app.example' })).toHaveProperty('caller');
  });

  it('is limited as requests are', async () => {
    await start({ ...KEYS, RATE_LIMIT_RPM: '2' });
    for (let count = 0; count < 2; count++)
      expect(await open('?ticket=guess')).toMatchObject({ status: 401 });
    expect(await open('?ticket=guess')).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  });
});
