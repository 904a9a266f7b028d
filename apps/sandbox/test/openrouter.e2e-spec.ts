import OpenAI from 'openai';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';

const MODEL = 'x-ai/grok-4.7';
const messages = [
  { role: 'system' as const, content: 'You are Tara. You sell travel.' },
  { role: 'user' as const, content: 'hello tara' },
];

describe('OpenRouter', () => {
  let sandbox: SandboxUnderTest;
  let router: OpenAI;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    const baseURL = `${sandbox.url}/openrouter/api/v1`;
    router = new OpenAI({ apiKey: 'sk-or-any', baseURL, maxRetries: 0, timeout: 5_000 });
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => sandbox.mend());

  const raw = (body: object) =>
    fetch(`${sandbox.url}/openrouter/api/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk-or-any', 'content-type': 'application/json' },
      body: JSON.stringify({ model: MODEL, messages, ...body }),
      signal: AbortSignal.timeout(5_000),
    });

  it('says that it is at work before the first token, which clients pass over', async () => {
    const response = await raw({ stream: true });
    expect(response.headers.get('x-generation-id')).toMatch(/^gen-/);
    const lines = (await response.text()).split('\n\n');
    expect(lines[0]).toBe(': OPENROUTER PROCESSING');
    expect(lines.filter((line) => line.startsWith('data: ')).at(-1)).toBe('data: [DONE]');
    const words: string[] = [];
    for await (const { choices } of await router.chat.completions.create({
      model: MODEL,
      messages,
      stream: true,
    })) {
      words.push(choices[0]?.delta.content ?? '');
    }
    expect(words.join('')).toContain('I am Tara');
  });

  it('says so again while the model thinks', async () => {
    await sandbox.send('PUT', '/control/openrouter', { firstTokenMs: 1_100 });
    const text = await (await raw({ stream: true })).text();
    await sandbox.send('PUT', '/control/openrouter', {});
    expect(text.match(/OPENROUTER PROCESSING/g)).toHaveLength(2);
  });

  it('answers whole, and says who made it', async () => {
    const answer = await router.chat.completions.create({ model: MODEL, messages });
    expect(answer).toMatchObject({ object: 'chat.completion', provider: 'Sandbox', model: MODEL });
    expect((await router.models.list()).data.map(({ id }) => id)).toContain(MODEL);
  });

  it.each([
    [{ model: 'grok-4.7' }, 400],
    [{ messages: [] }, 400],
  ])('refuses %j with the status as the code', async (wrong, status) => {
    const response = await raw(wrong);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: { code: status, message: expect.any(String) as string } });
  });

  it('has errors of its own before an answer', async () => {
    await sandbox.break('openrouter', { fail: { next: 1, status: 402 } });
    const poor = await raw({});
    expect([poor.status, await poor.json()]).toEqual([
      402,
      { error: { code: 402, message: 'Insufficient credits' } },
    ]);
    await sandbox.break('openrouter', { fail: { next: 1, status: 429, retryAfterS: 2 } });
    expect((await raw({})).headers.get('retry-after')).toBe('2');
    await sandbox.break('openrouter', { refuseCredentials: true });
    expect((await raw({})).status).toBe(401);
  });

  it('has errors within an answer whose status is 200', async () => {
    await sandbox.break('openrouter', { fail: { next: 3, status: 502, at: 'response' } });
    const whole = await raw({});
    expect([whole.status, await whole.json()]).toMatchObject([200, { error: { code: 502 } }]);
    const stream = await raw({ stream: true });
    expect(stream.status).toBe(200);
    expect(await stream.text()).toContain('"error":{"code":502');
    const chunks = await router.chat.completions.create({ model: MODEL, messages, stream: true });
    await expect(chunks[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 502 });
  });
});
