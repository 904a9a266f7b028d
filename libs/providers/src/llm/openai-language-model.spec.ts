import { FakeLanguageModelVendor } from '../../testing/fake-language-model-vendor.js';
import type { ChatScript, ChatStream } from '../../testing/fake-language-model-vendor.js';
import { GrokLanguageModel } from './grok-language-model.js';
import type { AnswerPiece, Question } from './language-model.js';
import { OpenAiLanguageModel } from './openai-language-model.js';

const SOON_MS = 60;
const question: Question = { messages: [{ role: 'user', content: 'Where to?' }], tools: [] };
const afterTool: Question = {
  ...question,
  messages: [...question.messages, { role: 'tool', callId: 'c1', content: '{}' }],
};

describe(OpenAiLanguageModel.name, () => {
  const vendor = new FakeLanguageModelVendor();
  const talk = new AbortController();
  let baseUrl: string;

  beforeAll(async () => {
    baseUrl = await vendor.start();
  });
  afterAll(() => vendor.stop());
  beforeEach(() => vendor.seen.splice(0));

  const model = (fields = {}) =>
    new OpenAiLanguageModel({
      model: 'gpt-4o-mini',
      access: { apiKey: 'key', baseUrl, simulated: false },
      ...fields,
    });
  const impatient = () => model({ pieceWithinMs: SOON_MS });

  async function all(from = model(), asked = question): Promise<AnswerPiece[]> {
    return collect(from.answer(asked, talk.signal));
  }

  it('passes text on as it comes, and what it cost at the end', async () => {
    vendor.will((stream) =>
      stream
        .delta({ role: 'assistant', content: '' })
        .text('To ', 'Rome.')
        .delta({}, 'stop')
        .usage(12, 3, 4)
        .data('[DONE]')
        .end(),
    );
    expect(await all()).toEqual([
      { type: 'text', text: 'To ' },
      { type: 'text', text: 'Rome.' },
      { type: 'usage', inputTokens: 12, outputTokens: 3, cachedTokens: 4 },
    ]);
    expect(vendor.seen[0]).toMatchObject({
      url: '/v1/chat/completions',
      headers: { authorization: 'Bearer key' },
      body: { model: 'gpt-4o-mini', stream: true, stream_options: { include_usage: true } },
    });
  });

  it('puts tools together from their fragments, broken arguments as they are', async () => {
    vendor.will((stream) =>
      stream
        .text('One moment.')
        .delta({
          tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'find', arguments: '' } }],
        })
        .delta({ tool_calls: [{ index: 0, function: { arguments: '{"to":' } }] })
        .delta({ tool_calls: [{ index: 1, id: 'c2', function: { name: 'wave' } }] })
        .done('tool_calls'),
    );
    expect(await all()).toEqual([
      { type: 'text', text: 'One moment.' },
      { type: 'tool', callId: 'c1', name: 'find', arguments: '{"to":' },
      { type: 'tool', callId: 'c2', name: 'wave', arguments: '{}' },
    ]);
  });

  it('keeps its connection for the next question', async () => {
    vendor.will((stream) => stream.text('Rome.').done());
    const asked = model();
    await all(asked);
    await all(asked);
    expect(new Set(vendor.seen.map(({ port }) => port)).size).toBe(1);
  });

  it.each<[string, ChatScript, object]>([
    ['a refused key', refusal(401, 'invalid_api_key'), { reason: 'key_refused', isFinal: true }],
    [
      'a key that xAI refuses',
      { status: 400, body: { error: 'Incorrect API key provided: xa***yz' } },
      { reason: 'key_refused', detail: undefined },
    ],
    ['an empty account', refusal(429, 'insufficient_quota'), { reason: 'quota_exhausted', isFinal: true }],
    [
      'no credit with OpenRouter',
      { status: 402, body: { error: { code: 402, message: 'pay' } } },
      { reason: 'quota_exhausted' },
    ],
    [
      'too many requests',
      refusal(429, 'rate_limit_exceeded', { 'retry-after': '2' }),
      { reason: 'rate_limited', retryAfterMs: 2_000 },
    ],
    [
      'a model that is not there',
      refusal(404, 'model_not_found'),
      { reason: 'refused', code: 404, detail: 'model_not_found' },
    ],
    [
      'a talk that is too long',
      refusal(400, 'context_length_exceeded'),
      { reason: 'refused', detail: 'context_length_exceeded' },
    ],
    ['a question that does not fit', refusal(400, null), { reason: 'refused', code: 400 }],
    ['a broken vendor', { status: 503, body: 'no' }, { reason: 'unavailable', code: 503 }],
    ['a cut before the answer', 'drop', { reason: 'dropped' }],
    ['a cut in its middle', (stream: ChatStream) => stream.text('Ro').cut(), { reason: 'dropped' }],
    ['an end that is none', (stream: ChatStream) => stream.text('Ro').end(), { reason: 'dropped' }],
    [
      'an error inside the answer',
      (stream: ChatStream) =>
        stream
          .text('Ro')
          .data({ error: { code: 502, message: 'provider' } })
          .end(),
      { reason: 'unavailable', code: 502 },
    ],
    [
      'an error without a number',
      (stream: ChatStream) => stream.data({ error: { message: 'hm' } }).end(),
      { reason: 'answer_failed' },
    ],
    ['what is no JSON', (stream: ChatStream) => stream.data('{').end(), { reason: 'answer_failed' }],
    ['an answer without a word', (stream: ChatStream) => stream.done(), { reason: 'answer_failed' }],
  ])('tells %s', async (_, script, fault) => {
    vendor.will(script);
    await expect(all()).rejects.toMatchObject(fault);
  });

  it('asks again only over a connection that rested too long', async () => {
    vendor.will(
      (stream) => stream.text('Rome.').done(),
      'drop',
      (stream) => stream.text('Oslo.').done(),
    );
    await all();
    expect(await all()).toEqual([{ type: 'text', text: 'Oslo.' }]);
    vendor.will(refusal(503, null));
    await expect(all()).rejects.toMatchObject({ reason: 'unavailable' });
    expect(vendor.seen).toHaveLength(4);
  });

  it('tells that nobody is there', async () => {
    const access = { apiKey: 'key', baseUrl: 'http://127.0.0.1:1/v1', simulated: false };
    await expect(all(model({ access }))).rejects.toMatchObject({ reason: 'unreachable' });
  });

  it('takes an empty answer after a tool for one', async () => {
    vendor.will((stream) => stream.done());
    expect(await all(model(), afterTool)).toEqual([]);
  });

  it.each<[string, ChatScript]>([
    ['nothing', () => undefined],
    ['comments alone', (stream) => babble(() => stream.raw(': PROCESSING\n\n'))],
    ['empty pieces alone', (stream) => babble(() => stream.delta({ content: '' }))],
    ['a beginning and no more', (stream) => void stream.text('To ')],
  ])('gives a vendor up from which comes %s', async (_, script) => {
    vendor.will(script);
    await expect(all(impatient())).rejects.toMatchObject({ reason: 'stalled' });
    await vendor.seen[0]?.gone;
  });

  it('does not count the time that the pieces lie with who asked', async () => {
    vendor.will((stream) => stream.text('To ', 'Rome.').done());
    const pieces = impatient().answer(question, talk.signal);
    await pieces.next();
    await new Promise((resolve) => setTimeout(resolve, SOON_MS * 2));
    expect(await collect(pieces)).toEqual([{ type: 'text', text: 'Rome.' }]);
  });

  it('has the answer even when its cost never comes', async () => {
    vendor.will((stream) => void stream.text('Rome.').delta({}, 'stop'));
    expect(await all(impatient())).toEqual([{ type: 'text', text: 'Rome.' }]);
  });

  it.each([
    ['before the answer', 0],
    ['in its middle', 1],
  ])('ends silently when nobody wants it any more, %s, and closes the connection', async (_, pieces) => {
    const over = new AbortController();
    vendor.will((stream) => void (pieces && stream.text('To ')));
    const answer = model().answer(question, over.signal);
    for (let taken = 0; taken < pieces; taken += 1) await answer.next();
    const next = answer.next();
    await until(() => vendor.seen.length === 1);
    over.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    await vendor.seen[0]?.gone;
  });

  it('closes the connection when the pieces are not taken', async () => {
    vendor.will((stream) => void stream.text('To ', 'Rome'));
    for await (const piece of model().answer(question, talk.signal)) {
      expect(piece).toEqual({ type: 'text', text: 'To ' });
      break;
    }
    await vendor.seen[0]?.gone;
  });

  it('is not asked for a talk that is over', async () => {
    const over = AbortSignal.abort();
    expect(await collect(model().answer(question, over))).toEqual([]);
    expect(vendor.seen).toEqual([]);
  });

  it('is Grok elsewhere', async () => {
    vendor.will((stream) => stream.text('Mars.').done());
    const grok = new GrokLanguageModel({
      model: 'grok-4.7',
      access: { apiKey: 'xai', baseUrl, simulated: false },
    });
    expect(await all(grok)).toEqual([{ type: 'text', text: 'Mars.' }]);
    expect([grok.vendor, grok.modelName]).toEqual(['grok', 'grok-4.7']);
  });
});

function refusal(status: number, code: string | null, headers = {}): ChatScript {
  return {
    status,
    headers,
    body: { error: { message: 'sk-secret is not wanted', type: 'x', param: null, code } },
  };
}

/** Goes on and on, until the other side is gone. */
async function babble(say: () => ChatStream): Promise<void> {
  for (let count = 0; count < 100; count += 1) {
    say();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function collect(pieces: AsyncIterable<AnswerPiece>): Promise<AnswerPiece[]> {
  const all = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
