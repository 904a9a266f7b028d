import { startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { send } from './requests.js';

describe('health', () => {
  let api: ApiUnderTest;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  it('says what this is and where to go', async () => {
    const { status, body } = await send('GET', `${api.url}/`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ name: 'Parley', service: 'parley-api', status: 'running', docs: '/docs' });
    expect(body).toHaveProperty('version', expect.stringMatching(/^\d+\.\d+\.\d+/));
    expect(Object.keys(body)).toEqual(
      expect.arrayContaining([
        'name',
        'service',
        'version',
        'message',
        'status',
        'services',
        'endpoints',
        'docs',
      ]),
    );
  });

  it('sends a browser to the documentation', async () => {
    const headers = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const { status, headers: answered } = await send('GET', `${api.url}/`, { headers });
    expect(status).toBe(302);
    expect(answered.get('location')).toBe('/docs');
  });

  it('answers GET /health as JSON and, when asked, as the plain text that older clients read', async () => {
    const { status, body } = await send('GET', `${api.url}/health`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'ok', service: 'parley-api', config: { livekit: true } });
    expect(Number.isInteger(body.uptime)).toBe(true);
    expect(Date.parse(String(body.timestamp))).toBeGreaterThan(0);

    const plain = await send('GET', `${api.url}/health`, { headers: { Accept: 'text/plain' } });
    expect(plain.text).toBe('OK');
    expect(plain.headers.get('content-type')).toContain('text/plain');
  });

  it('is live, and ready while database and LiveKit answer', async () => {
    expect((await send('GET', `${api.url}/health/live`)).body).toEqual({ status: 'ok' });

    const ready = await send('GET', `${api.url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(ready.body).toMatchObject({
      status: 'ok',
      database: { status: 'up', kind: 'sqlite' },
      livekit: { status: 'up' },
      vendors: [
        { name: 'openai', state: 'real', variables: ['OPENAI_API_KEY'] },
        { name: 'deepgram', state: 'off', variables: ['DEEPGRAM_API_KEY'] },
        { name: 'assemblyai', state: 'off', variables: ['ASSEMBLYAI_API_KEY'] },
        { name: 'grok', state: 'off', variables: ['GROK_API_KEY'] },
        { name: 'xai', state: 'off', variables: ['XAI_API_KEY'] },
        { name: 'cartesia', state: 'off', variables: ['CARTESIA_API_KEY'] },
        { name: 'elevenlabs', state: 'off', variables: ['ELEVEN_API_KEY'] },
        { name: 'crm', state: 'off', variables: ['CRM_EMAIL', 'CRM_PASSWORD'] },
      ],
    });

    api.livekit.down = true;
    const down = await send('GET', `${api.url}/health/ready`);
    api.livekit.down = false;
    expect(down.status).toBe(503);
    expect(down.body).toMatchObject({ status: 'unavailable', livekit: { status: 'down' } });
    expect(down.body.parts).toContainEqual({
      part: 'livekit',
      state: 'wrong',
      problem: expect.stringContaining('LiveKit server does not do as asked') as string,
      cure: expect.stringContaining('LIVEKIT_URL') as string,
    });
  });

  it('has metrics, documentation and its document', async () => {
    expect((await send('GET', `${api.url}/metrics`)).text).toContain('parley_http_request_duration_seconds');
    expect((await send('GET', `${api.url}/docs`)).text).toContain('swagger-ui');
    const { body } = await send('GET', `${api.url}/docs-json`);
    expect(Object.keys(body.paths as object)).toContain('/orchestrated/session/start');
  });

  it('answers an unknown path with a problem', async () => {
    const { status, headers, body } = await send('GET', `${api.url}/nowhere`);
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ status: 404, code: 'not_found', instance: '/nowhere', success: false });
    expect(body.requestId).toBe(headers.get('x-request-id'));
  });

  it('answers a path that cannot be decoded with a problem', async () => {
    const { status, body } = await send('GET', `${api.url}/session/%E0%A4%A`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'bad_request' });
  });

  it('lets pages of any origin call', async () => {
    const { headers } = await send('GET', `${api.url}/health`, {
      headers: { Origin: 'https://app.example' },
    });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('with a list of origins', () => {
  it('lets those pages call with credentials, and no others', async () => {
    const api = await startApi({ CORS_ORIGINS: 'https://app.example, https://other.example' });
    const from = async (Origin: string) =>
      (await send('GET', `${api.url}/health`, { headers: { Origin } })).headers;
    const allowed = await from('https://app.example');
    expect(allowed.get('access-control-allow-origin')).toBe('https://app.example');
    expect(allowed.get('access-control-allow-credentials')).toBe('true');
    expect((await from('https://evil.example')).get('access-control-allow-origin')).toBeNull();
    await api.close();
  });
});

describe('health without LiveKit', () => {
  it('is ready, says that rooms are off, and which vendors are simulated', async () => {
    const api = await startApi({ LIVEKIT_URL: '', OPENAI_API_KEY: '', SANDBOX_URL: 'http://127.0.0.1:3053' });
    const { status, body } = await send('GET', `${api.url}/health/ready`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      livekit: { status: 'off' },
      vendors: [
        { name: 'openai', state: 'simulated' },
        { name: 'deepgram', state: 'simulated' },
        { name: 'assemblyai', state: 'simulated' },
        { name: 'grok', state: 'simulated' },
        { name: 'xai', state: 'simulated' },
        { name: 'cartesia', state: 'simulated' },
        { name: 'elevenlabs', state: 'simulated' },
        { name: 'crm', state: 'simulated' },
      ],
      parts: [
        { part: 'database', state: 'ok', problem: null, cure: null },
        { part: 'outbox', state: 'ok' },
        { part: 'livekit', state: 'off', cure: expect.stringContaining('LIVEKIT_URL') as string },
        { part: 'webhooks', state: 'ok' },
        { part: 'redis', state: 'off', cure: expect.stringContaining('REDIS_URL') as string },
        { part: 'openai', state: 'simulated', cure: 'OPENAI_API_KEY makes it real' },
        { part: 'deepgram', state: 'simulated', cure: 'DEEPGRAM_API_KEY makes it real' },
        { part: 'assemblyai', state: 'simulated' },
        { part: 'grok', state: 'simulated' },
        { part: 'xai', state: 'simulated' },
        { part: 'cartesia', state: 'simulated' },
        { part: 'elevenlabs', state: 'simulated' },
        { part: 'crm', state: 'simulated', cure: 'CRM_EMAIL and CRM_PASSWORD make it real' },
        { part: 'django', state: 'off', cure: expect.stringContaining('DJANGO_BASE_URL') as string },
        { part: 'supabase', state: 'off' },
        { part: 'chat', state: 'off' },
        { part: 'recordings', state: 'off', cure: expect.stringContaining('S3_BUCKET') as string },
      ],
    });
    await api.close();
  });
});
