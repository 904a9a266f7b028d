import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { bytesOf, counted, heardOf } from '../../testing/tts-sound.js';
import { TtsHttpVendor } from '../../testing/tts-http-vendor.js';
import type { AskedForSpeech } from '../../testing/tts-http-vendor.js';
import { OpenAiSynthesizer } from './openai-synthesizer.js';

describe(OpenAiSynthesizer.name, () => {
  const vendor = new TtsHttpVendor();
  const english = { language: 'en-US' };
  const talk = new AbortController();
  let baseUrl: string;
  let voice: OpenAiSynthesizer;

  beforeAll(async () => {
    baseUrl = await vendor.start();
  });
  afterAll(() => vendor.stop());
  beforeEach(() => {
    vendor.reset();
    voice = synthesizer();
  });
  afterEach(() => voice.close());

  function synthesizer(over: Partial<ConstructorParameters<typeof OpenAiSynthesizer>[0]> = {}) {
    const access = { apiKey: 'key-1', baseUrl, simulated: false };
    return new OpenAiSynthesizer({ access, model: 'gpt-4o-mini-tts', voice: 'marin', ...over });
  }

  const sound = { 'Content-Type': 'audio/pcm' };
  const speakNumbers = ({ body, response }: AskedForSpeech) =>
    response.writeHead(200, sound).end(bytesOf(counted(800, Number(/\d+/.exec(String(body.input))?.[0]))));
  const speak = (text: string, signal = talk.signal) => heardOf(voice.speak(text, english, signal));

  it('asks for raw sound with its key', async () => {
    vendor.onAsk = speakNumbers;
    expect(await speak('Room 7 is free.')).toEqual([...counted(800, 7)]);
    expect(vendor.asked[0]).toMatchObject({
      route: 'POST /v1/audio/speech',
      headers: { authorization: 'Bearer key-1' },
      body: { model: 'gpt-4o-mini-tts', voice: 'marin', input: 'Room 7 is free.', response_format: 'pcm' },
    });
  });

  it('gives the first sound before the last has come, cut at odd bytes', async () => {
    const bytes = bytesOf(counted(900));
    vendor.onAsk = ({ response }) => response.writeHead(200, sound).write(bytes.subarray(0, 1_501));
    const pieces = voice.speak('Room 7.', english, talk.signal)[Symbol.asyncIterator]();
    expect((await pieces.next()).value).toEqual(counted(750));
    vendor.asked[0]?.response.end(bytes.subarray(1_501));
    expect((await pieces.next()).value).toEqual(counted(150, 751));
    expect(await pieces.next()).toEqual({ done: true, value: undefined });
  });

  it('speaks for many at once, and keeps their connections', async () => {
    vendor.onAsk = speakNumbers;
    await voice.warm();
    expect(await Promise.all([3, 4, 5].map((n) => speak(`Room ${n}.`)))).toEqual(
      [3, 4, 5].map((n) => [...counted(800, n)]),
    );
    await speak('Room 6.');
    expect(vendor.connections).toHaveLength(3);
    expect(vendor.asked[0]).toMatchObject({ route: 'GET /v1/models', connection: 1 });
  });

  it('asks again where the vendor had closed a connection that was kept', async () => {
    vendor.onAsk = speakNumbers;
    await speak('Room 1.');
    vendor.onAsk = ({ response }) => {
      response.socket?.destroy();
      vendor.onAsk = speakNumbers;
    };
    expect(await speak('Room 2.')).toEqual([...counted(800, 2)]);
    expect(vendor.asked).toHaveLength(3);
  });

  it('lets go of a sentence that nobody waits for', async () => {
    const leaving = new AbortController();
    vendor.onAsk = ({ response }) => response.writeHead(200, sound).write(bytesOf(counted(800)));
    const pieces = voice.speak('Hello.', english, leaving.signal)[Symbol.asyncIterator]();
    await pieces.next();
    leaving.abort();
    await vendor.until(() => vendor.connections[0]?.destroyed === true);
    expect(await pieces.next()).toEqual({ done: true, value: undefined });
    expect(await speak('Hello.', leaving.signal)).toEqual([]);
  });

  it.each<[number, object, Record<string, string>, object]>([
    [401, { error: { code: 'invalid_api_key', message: 'sk-1' } }, {}, { reason: 'key_refused' }],
    [429, { error: { code: 'rate_limit_exceeded' } }, { 'Retry-After': '3' }, { retryAfterMs: 3_000 }],
    [429, { error: { code: 'insufficient_quota' } }, {}, { reason: 'quota_exhausted', isFinal: true }],
    [503, {}, {}, { reason: 'unavailable', code: 503 }],
  ])('tells of status %d', async (status, body, headers, fault) => {
    vendor.onAsk = ({ response }) => response.writeHead(status, headers).end(JSON.stringify(body));
    await expect(speak('Hello.')).rejects.toMatchObject(fault);
  });

  it.each<[string, (asked: AskedForSpeech) => void, string]>([
    ['drops the question', ({ response }) => response.socket?.destroy(), 'dropped'],
    [
      'drops the answer',
      ({ response }) =>
        response.writeHead(200, sound).write(bytesOf(counted(800)), () => response.socket?.destroy()),
      'dropped',
    ],
    ['says nothing', () => undefined, 'stalled'],
    [
      'says that all is well, and nothing more',
      ({ response }) => response.writeHead(200).flushHeaders(),
      'stalled',
    ],
    ['answers without sound', ({ response }) => response.writeHead(200, sound).end(), 'answer_failed'],
    [
      'answers with a page',
      ({ response }) => response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>'.repeat(800)),
      'answer_failed',
    ],
    ['breaks off', ({ response }) => response.writeHead(200, sound).write(bytesOf(counted(800))), 'stalled'],
  ])('notices when the vendor %s', async (_, answer, reason) => {
    const brief = synthesizer(reason === 'stalled' ? { firstSoundWithinMs: 50, nextSoundWithinMs: 50 } : {});
    vendor.onAsk = answer;
    await expect(heardOf(brief.speak('Hello.', english, talk.signal))).rejects.toMatchObject({ reason });
    await vendor.until(
      () => vendor.connections.every((each) => each.destroyed) || reason === 'answer_failed',
    );
    await brief.close();
  });

  it('does not wait for long to be let in', async () => {
    // One that listens and accepts nobody cannot be had on the loopback; TLS to one that says nothing is as good.
    const mute = createServer((socket) => socket.resume());
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const access = {
      apiKey: 'key-1',
      baseUrl: `https://127.0.0.1:${(mute.address() as AddressInfo).port}/v1`,
      simulated: false,
    };
    const brief = synthesizer({ access, connectWithinMs: 20 });
    await expect(heardOf(brief.speak('Hello.', english, talk.signal))).rejects.toMatchObject({
      reason: 'no_answer',
    });
    await brief.warm();
    await brief.close();
    await new Promise((resolve) => mute.close(resolve));
  });
});
