import { startApi } from './api-under-test.js';
import type { ApiUnderTest, Environment } from './api-under-test.js';
import { FakeOpenAi } from './fake-openai.js';
import { send } from './requests.js';
import { textLike } from './matchers.js';

describe('GET /token', () => {
  let openAi: FakeOpenAi;
  let api: ApiUnderTest;

  async function start(environment: Environment = {}): Promise<void> {
    api = await startApi({ OPENAI_BASE_URL: openAi.baseUrl, ...environment });
  }
  beforeEach(async () => {
    openAi = await FakeOpenAi.start();
  });
  afterEach(async () => {
    await api.close();
    await openAi.close();
  });

  it('answers as the SanBot app, older clients and the vendor have it, all at once', async () => {
    await start();
    const { status, headers, body } = await send('GET', `${api.url}/token`);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-parley-simulated')).toBeNull();
    const { value, expires_at } = body;
    expect(value).toBe('ek_1');
    expect(Number.isInteger(expires_at)).toBe(true);
    expect(body).toEqual({
      value,
      expires_at,
      client_secret: { value, expires_at },
      session: { id: 'sess_1', type: 'realtime' },
    });
  });

  it('asks OpenAI for a realtime session with our voice', async () => {
    await start({ OPENAI_VOICE: 'cedar', OPENAI_REALTIME_MODEL: 'gpt-realtime-2' });
    await send('GET', `${api.url}/token`);
    const format = { type: 'audio/pcm', rate: 24_000 };
    expect(openAi.requests).toEqual([
      {
        path: '/v1/realtime/client_secrets',
        authorization: 'Bearer sk-test-key-of-nobody',
        body: {
          session: {
            type: 'realtime',
            model: 'gpt-realtime-2',
            output_modalities: ['audio'],
            audio: {
              input: { format, turn_detection: { type: 'semantic_vad' } },
              output: { format, voice: 'cedar' },
            },
          },
        },
      },
    ]);
  });

  it('makes one request of 200 that come at once', async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 200 }, () => send('GET', `${api.url}/token`)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.value))).toEqual(new Set(['ek_1']));
    expect(openAi.requests).toHaveLength(1);
  });

  it('answers 502 when OpenAI refuses, without its words, and asks anew the next time', async () => {
    await start();
    openAi.answer = () => ({
      status: 401,
      body: {
        error: { code: 'invalid_api_key', message: 'Incorrect API key provided: sk-test-key-of-nobody' },
      },
    });
    const refused = await send('GET', `${api.url}/token`);
    expect(refused.status).toBe(502);
    expect(refused.body).toMatchObject({ code: 'upstream_failed', success: false });
    expect(refused.text).not.toContain('sk-test');

    openAi.answer = () => ({ status: 200, body: openAi.secret() });
    expect((await send('GET', `${api.url}/token`)).body.value).toBe('ek_2');
  });

  it('says so when the sandbox made the secret', async () => {
    const sandbox = openAi.baseUrl.replace('/v1', '');
    await start({ OPENAI_API_KEY: '', SANDBOX_URL: sandbox });
    const { headers } = await send('GET', `${api.url}/token`);
    expect(headers.get('x-parley-simulated')).toBe('openai');
    expect(openAi.requests[0]?.path).toBe('/openai/v1/realtime/client_secrets');
  });

  it('answers 503 naming the variable when there is neither key nor sandbox', async () => {
    await start({ OPENAI_API_KEY: '' });
    const { status, body } = await send('GET', `${api.url}/token`);
    expect(status).toBe(503);
    expect(body).toMatchObject({
      code: 'provider_not_configured',
      detail: textLike('OPENAI_API_KEY'),
    });
  });
});
