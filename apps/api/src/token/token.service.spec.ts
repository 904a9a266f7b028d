import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { VendorFault, OpenAiConfig, VendorBreakers } from '#providers';
import { FakeOpenAi } from '../../test/fake-openai.js';
import { TokenService } from './token.service.js';
import { textLike } from '../../test/matchers.js';

const NOON_MS = Date.UTC(2026, 10, 21, 12);
const TTL_S = 600;

describe(TokenService.name, () => {
  let openAi: FakeOpenAi;
  let tokens: TokenService;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    openAi = await FakeOpenAi.start();
    tokens = service();
    jest.useFakeTimers({
      now: NOON_MS,
      doNotFake: ['setTimeout', 'setImmediate', 'nextTick', 'queueMicrotask'],
    });
  });
  afterEach(async () => {
    jest.useRealTimers();
    await openAi.close();
  });

  function service(fields: Partial<OpenAiConfig> = {}, breakers = new VendorBreakers()): TokenService {
    const config = { apiKey: 'sk-of-nobody', baseUrl: openAi.baseUrl, ...fields };
    return new TokenService(Object.assign(new OpenAiConfig(), config), breakers);
  }

  it('gives the same secret until a minute before it expires, then a new one', async () => {
    const first = await tokens.clientSecret();
    expect(first.expires_at).toBe(NOON_MS / 1_000 + TTL_S);

    jest.setSystemTime(NOON_MS + (TTL_S - 61) * 1_000);
    expect(await tokens.clientSecret()).toEqual(first);
    expect(openAi.requests).toHaveLength(1);

    jest.setSystemTime(NOON_MS + (TTL_S - 59) * 1_000);
    const second = await tokens.clientSecret();
    expect(second.value).not.toBe(first.value);
    expect(openAi.requests).toHaveLength(2);
  });

  it('asks once, however many ask it', async () => {
    const secrets = await Promise.all(Array.from({ length: 50 }, () => tokens.clientSecret()));
    expect(new Set(secrets.map(({ value }) => value)).size).toBe(1);
    expect(openAi.requests).toHaveLength(1);
  });

  it('keeps no failure: the next caller asks again', async () => {
    openAi.answer = () => ({
      status: 401,
      body: { error: { code: 'invalid_api_key', message: 'sk-of-nobody' } },
    });
    await expect(tokens.clientSecret()).rejects.toMatchObject({
      code: 'upstream_failed',
      status: 502,
      message: 'OpenAI did not do what was asked (401 invalid_api_key).',
    });
    openAi.answer = () => ({ status: 200, body: openAi.secret() });
    expect((await tokens.clientSecret()).value).toBe('ek_2');
  });

  it('asks again when OpenAI is busy, and not for long', async () => {
    openAi.answer = () =>
      openAi.requests.length < 3 ? { status: 503, body: {} } : { status: 200, body: openAi.secret() };
    expect((await tokens.clientSecret()).value).toMatch(/^ek_/);
    expect(openAi.requests).toHaveLength(3);
  });

  it('leaves OpenAI alone for a moment when it keeps failing', async () => {
    const breakers = new VendorBreakers();
    const fail = () => Promise.reject(new VendorFault('unavailable', 503));
    for (let i = 0; i < 5; i++) await expect(breakers.of('openai').run(fail)).rejects.toThrow();
    await expect(service({}, breakers).clientSecret()).rejects.toMatchObject({
      code: 'upstream_failed',
      message: textLike('left_alone'),
    });
    expect(openAi.requests).toEqual([]);
  });

  it.each([
    ['an error in a good answer', { error: { message: 'no' } }],
    ['the older form', { client_secret: { value: 'ek_1', expires_at: 1 } }],
    ['an empty secret', { value: '', expires_at: 1 }],
  ])('takes %s for a failure', async (_, body) => {
    openAi.answer = () => ({ status: 200, body });
    await expect(tokens.clientSecret()).rejects.toMatchObject({ code: 'upstream_failed' });
  });

  it('gives everybody their own when secrets are not to be shared', async () => {
    const alone = service({ tokenShared: false });
    const [first, second] = [await alone.clientSecret(), await alone.clientSecret()];
    expect(first.value).not.toBe(second.value);
  });

  it('says which variable is missing', async () => {
    await expect(service({ apiKey: undefined }).clientSecret()).rejects.toMatchObject({
      code: 'provider_not_configured',
      message: textLike('OPENAI_API_KEY'),
    });
  });
});
