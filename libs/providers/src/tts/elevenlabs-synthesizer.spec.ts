import { bytesOf, counted, heardOf } from '../../testing/tts-sound.js';
import { TtsSocketVendor } from '../../testing/tts-socket-vendor.js';
import type { SaidFrame } from '../../testing/tts-socket-vendor.js';
import { ElevenLabsSynthesizer } from './elevenlabs-synthesizer.js';

describe(ElevenLabsSynthesizer.name, () => {
  const vendor = new TtsSocketVendor();
  const english = { language: 'en-US' };
  const talk = new AbortController();
  let origin: string;
  let voice: ElevenLabsSynthesizer;

  beforeAll(async () => {
    origin = await vendor.start();
  });
  afterAll(() => vendor.stop());
  beforeEach(() => {
    vendor.reset();
    voice = synthesizer();
  });
  afterEach(() => voice.close());

  function synthesizer(over: Partial<ConstructorParameters<typeof ElevenLabsSynthesizer>[0]> = {}) {
    const access = { apiKey: 'key-1', baseUrl: `${origin}/v1`, simulated: false };
    return new ElevenLabsSynthesizer({ access, model: 'eleven_flash_v2_5', voice: 'ann', ...over });
  }

  const say = ({ socket }: SaidFrame, frame: object) => socket.send(JSON.stringify(frame));
  const sound = (asked: SaidFrame, samples: Int16Array, over: object = {}) =>
    say(asked, {
      contextId: asked.frame.context_id,
      audio: bytesOf(samples).toString('base64'),
      ...over,
    });
  const final = (asked: SaidFrame) => say(asked, { contextId: asked.frame.context_id, isFinal: true });
  /** Says each sentence with samples that begin with the number in its text. */
  const speakNumbers = (asked: SaidFrame) => {
    if (!asked.frame.flush) return;
    sound(asked, counted(800, Number(/\d+/.exec(String(asked.frame.text))?.[0])));
    final(asked);
  };
  const speak = (text: string, signal = talk.signal) => heardOf(voice.speak(text, english, signal));
  const flushed = () => vendor.said.filter(({ frame }) => frame.flush);

  it('asks for raw sound, a context a sentence, and does not wait for more text', async () => {
    vendor.onFrame = speakNumbers;
    expect(await speak('Room 7 is free.')).toEqual([...counted(800, 7)]);
    const url = new URL(vendor.requests[0]?.url ?? '', origin);
    expect(url.pathname).toBe('/v1/text-to-speech/ann/multi-stream-input');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      model_id: 'eleven_flash_v2_5',
      output_format: 'pcm_24000',
      language_code: 'en',
    });
    expect(vendor.requests[0]?.headers['xi-api-key']).toBe('key-1');
    const { context_id } = vendor.said[0]?.frame ?? {};
    expect(vendor.said.map(({ frame }) => frame)).toEqual([
      { context_id, text: ' ' },
      { context_id, text: 'Room 7 is free. ', flush: true },
      { context_id, close_context: true },
    ]);
  });

  it('does not tell the language to a model that refuses to hear it', async () => {
    const other = synthesizer({ model: 'eleven_multilingual_v2' });
    vendor.onFrame = speakNumbers;
    await heardOf(other.speak('Room 7.', english, talk.signal));
    expect(vendor.requests[0]?.url).not.toContain('language_code');
    await other.close();
  });

  it('speaks for many at once, no more than five a socket, and does not mix them', async () => {
    const asked: SaidFrame[] = [];
    vendor.onFrame = (said) => {
      if (said.frame.flush) asked.push(said);
      if (!said.frame.flush || asked.length < 12) return;
      for (const each of asked.reverse()) speakNumbers(each);
    };
    const numbers = Array.from({ length: 12 }, (_, i) => i + 1);
    const heard = await Promise.all(numbers.map((n) => speak(`Number ${n}.`)));
    for (const n of numbers) expect(heard[n - 1]).toEqual([...counted(800, n)]);
    const bySocket = vendor.sockets.map(
      (socket) => flushed().filter((said) => said.socket === socket).length,
    );
    expect(bySocket).toEqual([5, 5, 2]);
  });

  it('counts a context that was taken back until the vendor has finished it', async () => {
    const leaving = new AbortController();
    const speaking = Promise.all(
      [1, 2, 3, 4, 5].map((n) => speak(`Number ${n}.`, n < 5 ? leaving.signal : talk.signal)),
    );
    await vendor.until(() => flushed().length === 5);
    leaving.abort();
    await vendor.until(() => vendor.said.filter(({ frame }) => frame.close_context).length === 9);
    vendor.onFrame = speakNumbers;
    await speak('Room 6.');
    expect(vendor.sockets).toHaveLength(2);
    for (const asked of flushed().slice(0, 5)) speakNumbers(asked);
    expect((await speaking).map(({ length }) => length)).toEqual([0, 0, 0, 0, 800]);
    await speak('Room 7.');
    expect(vendor.sockets).toHaveLength(2);
  });

  it('lets go of a socket whose every context hangs', async () => {
    const leaving = new AbortController();
    const speaking = Promise.all([1, 2, 3, 4, 5].map((n) => speak(`Number ${n}.`, leaving.signal)));
    await vendor.until(() => flushed().length === 5);
    leaving.abort();
    await speaking;
    await vendor.until(() => vendor.sockets[0]?.readyState === 3);
  });

  it('does not wait for the end of a sentence whose every letter was spoken', async () => {
    vendor.onFrame = (asked) => {
      if (!asked.frame.flush) return;
      sound(asked, counted(800, 1), { alignment: { chars: [...' Room'] } });
      sound(asked, counted(800, 801), { alignment: { chars: [...' 8.'] }, normalizedAlignment: null });
    };
    expect(await speak('Room 8.')).toEqual([...counted(1_600)]);
  });

  it('takes a sentence for stalled that neither goes on nor ends', async () => {
    const brief = synthesizer({ nextSoundWithinMs: 20 });
    vendor.onFrame = (asked) => {
      if (asked.frame.flush) sound(asked, counted(800), { alignment: null });
    };
    await expect(heardOf(brief.speak('Room 8.', english, talk.signal))).rejects.toMatchObject({
      reason: 'stalled',
    });
    await brief.close();
  });

  it.each([
    ['quota_exceeded', 'quota_exhausted'],
    ['max_active_conversations', 'rate_limited'],
    ['voice_not_found', 'refused'],
    ['something_new', 'answer_failed'],
  ])('tells of %s, which ends the socket', async (error, reason) => {
    vendor.onFrame = (asked) => {
      if (!asked.frame.flush) return;
      say(asked, { message: 'x', error, code: 1008 });
      asked.socket.close(1008);
    };
    await expect(speak('Hello.')).rejects.toMatchObject({ reason });
    vendor.onFrame = speakNumbers;
    expect(await speak('Room 4.')).toHaveLength(800);
  });

  it('tells of an error of one sentence, and goes on with the others', async () => {
    vendor.onFrame = (asked) => {
      if (!asked.frame.flush) return;
      if (String(asked.frame.text).includes('2')) speakNumbers(asked);
      else say(asked, { error: 'system_busy', contextId: asked.frame.context_id });
    };
    const [first, second] = await Promise.allSettled([speak('Room 1.'), speak('Room 2.')]);
    expect(first).toMatchObject({ reason: { reason: 'unavailable' } });
    expect(second).toMatchObject({ status: 'fulfilled' });
    expect(vendor.sockets).toHaveLength(1);
  });

  it('warms the connection for the language that was spoken last', async () => {
    await voice.warm();
    expect(vendor.requests[0]?.url).not.toContain('language_code');
    vendor.onFrame = speakNumbers;
    await speak('Room 1.');
    vendor.sockets[1]?.terminate();
    await vendor.until(() => vendor.sockets[1]?.readyState === 3);
    await voice.warm();
    await vendor.until(() => vendor.requests.length >= 2);
    expect(vendor.requests.at(-1)?.url).toContain('language_code=en');
  });
});
