import { bytesOf, counted, heardOf } from '../../testing/tts-sound.js';
import { TtsSocketVendor } from '../../testing/tts-socket-vendor.js';
import type { SaidFrame } from '../../testing/tts-socket-vendor.js';
import { CartesiaSynthesizer } from './cartesia-synthesizer.js';

describe(CartesiaSynthesizer.name, () => {
  const vendor = new TtsSocketVendor();
  const english = { language: 'en-US' };
  const talk = new AbortController();
  let origin: string;
  let voice: CartesiaSynthesizer;

  beforeAll(async () => {
    origin = await vendor.start();
  });
  afterAll(() => vendor.stop());
  beforeEach(() => {
    vendor.reset();
    voice = synthesizer();
  });
  afterEach(() => voice.close());

  function synthesizer(over: Partial<ConstructorParameters<typeof CartesiaSynthesizer>[0]> = {}) {
    const access = { apiKey: 'key-1', baseUrl: origin, simulated: false };
    return new CartesiaSynthesizer({ access, model: 'sonic-3', voice: 'katie', ...over });
  }

  const say = (socket: SaidFrame['socket'], frame: object) => socket.send(JSON.stringify(frame));
  const chunk = ({ socket, frame }: SaidFrame, samples: Int16Array) =>
    say(socket, {
      type: 'chunk',
      context_id: frame.context_id,
      data: bytesOf(samples).toString('base64'),
      done: false,
      status_code: 206,
      step_time: 1,
    });
  const done = ({ socket, frame }: SaidFrame) =>
    say(socket, { type: 'done', context_id: frame.context_id, done: true, status_code: 206 });
  /** Says each sentence with samples that begin with the number in its text. */
  const speakNumbers = (asked: SaidFrame) => {
    if (asked.frame.cancel) return;
    chunk(asked, counted(800, Number(/\d+/.exec(String(asked.frame.transcript))?.[0])));
    done(asked);
  };
  const speak = (text: string, signal = talk.signal) => heardOf(voice.speak(text, english, signal));

  it('asks for raw sound, a context a sentence, with its key and version', async () => {
    vendor.onFrame = speakNumbers;
    expect(await speak('Room 7 is free.')).toEqual([...counted(800, 7)]);
    expect(vendor.requests[0]).toMatchObject({
      url: '/tts/websocket',
      headers: { 'x-api-key': 'key-1', 'cartesia-version': '2026-03-01' },
    });
    expect(vendor.said[0]?.frame).toMatchObject({
      model_id: 'sonic-3',
      transcript: 'Room 7 is free.',
      voice: { mode: 'id', id: 'katie' },
      output_format: { container: 'raw', encoding: 'pcm_s16le', sample_rate: 24_000 },
      continue: false,
      language: 'en',
    });
    expect(vendor.said).toHaveLength(1);
  });

  it('speaks for many at once over one socket, and does not mix them', async () => {
    await voice.warm();
    const other = synthesizer({ voice: 'tom' });
    const asked: SaidFrame[] = [];
    vendor.onFrame = (said) => {
      asked.push(said);
      if (asked.length < 20) return;
      for (const each of asked)
        chunk(each, counted(400, Number(/\d+/.exec(String(each.frame.transcript))?.[0])));
      for (const each of asked.reverse()) speakNumbers(each);
    };
    const numbers = Array.from({ length: 20 }, (_, i) => i + 1);
    const heard = await Promise.all(
      numbers.map((n) => heardOf((n % 2 ? voice : other).speak(`Number ${n}.`, english, talk.signal))),
    );
    for (const n of numbers) expect(heard[n - 1]).toEqual([...counted(400, n), ...counted(800, n)]);
    expect(vendor.sockets).toHaveLength(1);
    await other.close();
  });

  it('says nothing for marks', async () => {
    expect(await speak(' … — ')).toEqual([]);
    expect(vendor.requests).toHaveLength(0);
  });

  it('takes a sentence back that nobody waits for, and keeps the socket', async () => {
    const leaving = new AbortController();
    vendor.onFrame = (asked) => {
      if (!asked.frame.cancel) chunk(asked, counted(800));
    };
    const pieces = voice.speak('One two three.', english, leaving.signal)[Symbol.asyncIterator]();
    await pieces.next();
    leaving.abort();
    await vendor.until(() => vendor.said.length === 2);
    expect(vendor.said[1]?.frame).toEqual({ context_id: vendor.said[0]?.frame.context_id, cancel: true });
    expect(await pieces.next()).toEqual({ done: true, value: undefined });
    vendor.onFrame = speakNumbers;
    expect(await speak('Room 9.')).toEqual([...counted(800, 9)]);
    expect(vendor.sockets).toHaveLength(1);
  });

  it('ends silently while it still connects', async () => {
    vendor.door = 'hang';
    const leaving = new AbortController();
    const speaking = speak('Hello.', leaving.signal);
    await vendor.until(() => vendor.requests.length === 1);
    leaving.abort();
    expect(await speaking).toEqual([]);
  });

  it.each([
    ['401 Unauthorized', { reason: 'key_refused', code: 401, isFinal: true }],
    ['429 Busy\r\nRetry-After: 2', { reason: 'rate_limited', retryAfterMs: 2_000 }],
    ['503 Broken', { reason: 'unavailable', code: 503 }],
  ])('tells of a door that answers %s', async (status, fault) => {
    vendor.door = { status };
    await voice.warm();
    await expect(speak('Hello.')).rejects.toMatchObject(fault);
    vendor.door = 'open';
    vendor.onFrame = speakNumbers;
    expect(await speak('Room 3.')).toHaveLength(800);
  });

  it('tells that nobody is there, or answers', async () => {
    const nowhere = { apiKey: 'key-1', baseUrl: 'http://127.0.0.1:1', simulated: false };
    const lost = synthesizer({ access: nowhere });
    await expect(heardOf(lost.speak('Hello.', english, talk.signal))).rejects.toMatchObject({
      reason: 'unreachable',
    });
    vendor.door = 'hang';
    const slow = synthesizer({ connectWithinMs: 20, version: 'x' });
    await expect(heardOf(slow.speak('Hello.', english, talk.signal))).rejects.toMatchObject({
      reason: 'no_answer',
    });
    await Promise.all([lost.close(), slow.close()]);
  });

  it.each<[string, object, object]>([
    ['of the older shape', { error: 'Too many', status_code: 429 }, { reason: 'rate_limited', code: 429 }],
    ['of the newer shape', { error_code: 'concurrency_limited', title: 'x' }, { reason: 'rate_limited' }],
    ['that names a model', { error_code: 'model_not_found', status_code: 404 }, { reason: 'refused' }],
    ['without a reason', { message: 'x' }, { reason: 'answer_failed' }],
  ])('tells of an error %s, and goes on with the socket', async (_, error, fault) => {
    vendor.onFrame = ({ socket, frame }) =>
      say(socket, { type: 'error', done: true, context_id: frame.context_id, ...error });
    await expect(speak('Hello.')).rejects.toMatchObject(fault);
    vendor.onFrame = speakNumbers;
    expect(await speak('Room 4.')).toHaveLength(800);
    expect(vendor.sockets).toHaveLength(1);
  });

  it('fails what is under way when the socket breaks, and opens another for the next', async () => {
    const asked: SaidFrame[] = [];
    vendor.onFrame = (said) => {
      asked.push(said);
      if (asked.length === 1) chunk(said, counted(800));
      if (asked.length === 2) said.socket.terminate();
    };
    const first = voice.speak('One.', english, talk.signal)[Symbol.asyncIterator]();
    expect((await first.next()).value).toEqual(counted(800));
    const [second, rest] = await Promise.allSettled([speak('Two.'), first.next()]);
    expect([second, rest]).toMatchObject([
      { status: 'rejected', reason: { reason: 'dropped' } },
      { status: 'rejected', reason: { reason: 'dropped' } },
    ]);
    vendor.onFrame = speakNumbers;
    expect(await speak('Room 5.')).toHaveLength(800);
    expect(vendor.sockets).toHaveLength(2);
  });

  it('does not open sockets without end for one that is closed at once', async () => {
    vendor.onOpen = (socket) => socket.close(1011);
    await expect(speak('Hello.')).rejects.toMatchObject({ reason: 'closed', code: 1011 });
    expect(vendor.requests).toHaveLength(1);
  });

  it('takes a vendor that says nothing useful for stalled, and does not trust its socket again', async () => {
    const brief = synthesizer({ firstSoundWithinMs: 20 });
    vendor.onFrame = ({ socket, frame }) => {
      socket.send('not json');
      socket.send(Buffer.from([1, 2, 3]));
      say(socket, { type: 'timestamps', context_id: frame.context_id });
      say(socket, { type: 'chunk', context_id: 'somebody-else', data: 'AAEC' });
    };
    await expect(heardOf(brief.speak('Hello.', english, talk.signal))).rejects.toMatchObject({
      reason: 'stalled',
    });
    vendor.onFrame = speakNumbers;
    expect(await speak('Room 6.')).toHaveLength(800);
    expect(vendor.sockets).toHaveLength(2);
    await brief.close();
  });

  it('is not content with an answer without sound', async () => {
    vendor.onFrame = (asked) => done(asked);
    await expect(speak('Hello.')).rejects.toMatchObject({ reason: 'answer_failed' });
  });

  it('replaces a socket that was used before the vendor cuts it, and then lets go of it', async () => {
    const brief = synthesizer({ renewAfterMs: 10, version: 'z' });
    vendor.onFrame = speakNumbers;
    await heardOf(brief.speak('Room 1.', english, talk.signal));
    await vendor.until(
      () => vendor.sockets.length === 2 && vendor.sockets.every((each) => each.readyState === each.CLOSED),
    );
    await brief.close();
  });

  it('has a connection stand ready', async () => {
    await Promise.all([voice.warm(), voice.warm()]);
    vendor.onFrame = speakNumbers;
    await speak('Room 2.');
    expect(vendor.requests).toHaveLength(1);
  });

  it('lets go of the socket with the last voice that uses it', async () => {
    const other = synthesizer();
    await other.warm();
    await other.close();
    expect(vendor.sockets[0]?.readyState).toBe(1);
    await voice.close();
    await vendor.until(() => vendor.sockets[0]?.readyState === 3);
    await expect(speak('Hello.')).rejects.toMatchObject({ reason: 'closed' });
    voice = synthesizer();
  });
});
