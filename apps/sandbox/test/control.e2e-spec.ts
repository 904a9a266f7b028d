import { vendors } from '../src/vendors.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';

describe('the control API', () => {
  let sandbox: SandboxUnderTest;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.mend());

  const key = { authorization: 'Bearer sk-secret-of-mine' };
  const models = (signal = AbortSignal.timeout(5_000)) =>
    fetch(`${sandbox.url}/openai/v1/models`, { headers: key, signal });

  it('shows what is broken and mends it', async () => {
    await sandbox.break('openai', { latencyMs: 5, fail: { next: 2, status: 503 } });
    const { body } = await sandbox.send('GET', '/control/openai/faults');
    expect(body).toMatchObject({
      vendor: 'openai',
      faults: { latencyMs: 5, fail: { next: 2, status: 503 } },
    });
    expect((await sandbox.send('GET', '/control/faults')).body).toHaveLength(vendors.length);
    await sandbox.send('DELETE', '/control/openai/faults');
    const mended = await sandbox.send('GET', '/control/openai/faults');
    expect(mended.body?.faults).toEqual({ latencyMs: 0, brownOut: false, refuseCredentials: false });
  });

  it.each([
    ['/control/nobody/faults', {}, 404],
    ['/control/openai/faults', { latency: 5 }, 400],
    ['/control/openai/faults', { fail: { next: 1, status: 200 } }, 400],
    ['/control/openai/faults', { stall: 'sometimes' }, 400],
  ])('answers PUT %s %j with %i', async (path, body, status) => {
    expect((await sandbox.send('PUT', path, body)).status).toBe(status);
  });

  it('fails the next requests in the words of the vendor, and no more', async () => {
    await sandbox.break('openai', { fail: { next: 2, status: 429 } });
    const first = await models();
    expect(first.status).toBe(429);
    expect(await first.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
    expect((await sandbox.send('GET', '/control/openai/faults')).body).toMatchObject({
      faults: { fail: { next: 1 } },
    });
    expect((await models()).status).toBe(429);
    expect((await models()).status).toBe(200);
    await sandbox.break('crm', { fail: { next: 1, status: 500 } });
    expect((await sandbox.send('GET', '/crm/api/packages')).body).toEqual({
      success: false,
      message: 'Internal Server Error',
    });
  });

  it('leaves the other vendor alone', async () => {
    await sandbox.break('crm', { stall: 'connect' });
    expect((await models()).status).toBe(200);
  });

  it('answers late', async () => {
    await sandbox.break('openai', { latencyMs: 120 });
    const startedAt = performance.now();
    expect((await models()).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(110);
  });

  it('takes a request and never answers', async () => {
    await sandbox.break('openai', { stall: 'connect' });
    await expect(models(AbortSignal.timeout(200))).rejects.toThrow(/timeout/);
  });

  it('begins an answer and never ends it', async () => {
    await sandbox.break('openai', { stall: 'stream' });
    const response = await models(AbortSignal.timeout(300));
    expect(response.status).toBe(200);
    const reader = response.body?.getReader();
    const piece = await reader?.read();
    expect(piece?.value?.length).toBeGreaterThan(10);
    await expect(reader?.read()).rejects.toThrow(/timeout/);
  });

  it('says 200 and nothing useful', async () => {
    await sandbox.break('openai', { brownOut: true });
    const response = await models(AbortSignal.timeout(300));
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow(/timeout/);
  });

  it('cuts the connection', async () => {
    await sandbox.break('openai', { drop: { afterMs: 0 }, latencyMs: 200 });
    await expect(models()).rejects.toThrow('fetch failed');
    expect((await models()).status).toBe(200);
  });

  it('refuses every credential while it is told to', async () => {
    await sandbox.break('openai', { refuseCredentials: true });
    const response = await models();
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_api_key' } });
  });

  it('keeps a log of requests without their secrets', async () => {
    await sandbox.send('POST', '/crm/api/auth/login', {
      email: 'tara@sandbox.local',
      password: 'not-for-logs',
    });
    await models();
    const { body } = await sandbox.send('GET', '/control/requests?limit=2');
    expect(body?.items).toEqual([
      expect.objectContaining({
        vendor: 'crm',
        method: 'POST',
        path: '/crm/api/auth/login',
        status: 401,
        body: { email: 'string(18)', password: 'string(12)' },
      }),
      expect.objectContaining({ vendor: 'openai', method: 'GET', path: '/openai/v1/models', status: 200 }),
    ]);
    expect(JSON.stringify(body)).not.toMatch(/not-for-logs|sk-secret/);
    const found = await sandbox.send('GET', '/control/requests?vendor=crm&status=401&path=login');
    expect(Number(found.body?.total)).toBeGreaterThan(0);
    expect(
      (await sandbox.send('GET', '/control/requests?vendor=crm&status=200&path=login')).body?.items,
    ).toEqual([]);
  });

  it('is well, in JSON and in one word', async () => {
    expect((await sandbox.send('GET', '/health')).body).toMatchObject({ status: 'ok', service: 'sandbox' });
    expect((await sandbox.send('GET', '/health/ready')).body).toMatchObject({
      vendors: vendors.map(({ name }) => name),
    });
    const text = await fetch(`${sandbox.url}/health`, { headers: { accept: 'text/plain' } });
    expect(await text.text()).toBe('OK');
    expect((await fetch(`${sandbox.url}/docs`)).status).toBe(200);
    expect(await (await fetch(`${sandbox.url}/metrics`)).text()).toContain('process_cpu_seconds_total');
  });
});
