import { jest } from '@jest/globals';
import { ScriptedTranscriber } from '../../testing/scripted-transcriber.js';
import { wordSound } from '../../testing/word-sound.js';
import { VendorHealths } from '../failover/vendor-health.js';
import { VendorFault } from '../vendor-fault.js';
import { FailoverTranscriber } from './failover-transcriber.js';
import type { Transcription } from './transcriber.js';

const DROPPED = new VendorFault('dropped');
const DOWN = new VendorFault('unavailable', 503);
const PIECE_MS = 20;

describe(FailoverTranscriber.name, () => {
  let first: ScriptedTranscriber;
  let second: ScriptedTranscriber;
  let healths: VendorHealths;
  let told: string[];
  let switches: string[];
  let talk: AbortController;
  let written: number;

  beforeEach(() => {
    jest.useFakeTimers();
    first = new ScriptedTranscriber('deepgram');
    second = new ScriptedTranscriber('assemblyai');
    healths = new VendorHealths();
    told = [];
    switches = [];
    talk = new AbortController();
    written = 0;
  });
  afterEach(() => {
    talk.abort();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  const open = async (choices = [first, second], keptMs?: number) => {
    const transcriber = new FailoverTranscriber({
      choices,
      healths,
      keptMs,
      listener: {
        failed: ({ vendor, fault, isLast }) =>
          switches.push(`${vendor} failed: ${fault.message}${isLast ? ', the last' : ''}`),
        switched: ({ from, to, reason, afterMs }) =>
          switches.push(`${from} to ${to}: ${reason} after ${afterMs}`),
      },
    });
    const listener = {
      interim: (text: string) => told.push(`~ ${text}`),
      final: (text: string, _language?: string, untilMs?: number) =>
        told.push(untilMs === undefined ? text : `${text} until ${untilMs}`),
      failed: (fault: VendorFault) => told.push(`failed ${fault.message}`),
    };
    const stream = await transcriber.open({ language: 'en' }, listener, talk.signal);
    await pass(0);
    return stream;
  };
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  /** Loud sound of which every piece can be told from the others. */
  const speak = async (stream: Transcription, ms: number) => {
    for (let sent = 0; sent < ms; sent += PIECE_MS) {
      stream.write(new Int16Array(320).fill(1_000 + written++));
      await pass(PIECE_MS);
    }
  };
  /** The numbers of the pieces that a stream was given. */
  const heardBy = ({ written: pieces }: { written: Int16Array[] }) =>
    pieces.map((piece) => (piece[0] ?? 0) - 1_000);
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

  it('lets the first choice listen, and keeps what is said before it stands', async () => {
    const stream = await open();
    await speak(stream, 60);
    first.stream.interim('good');
    first.stream.final('good morning', 'en', 60);
    expect(told).toEqual(['~ good', 'good morning until 60']);
    expect(heardBy(first.stream)).toEqual([0, 1, 2]);
    expect([second.attempts, switches]).toEqual([0, []]);
  });

  it('goes to the next at once, who hears again what was not understood', async () => {
    const stream = await open();
    await speak(stream, 200);
    first.stream.final('one', 'en', 110);
    await speak(stream, 100);
    first.stream.interim('tw');
    first.stream.fail(DROPPED);
    stream.write(new Int16Array(320).fill(1_000 + written++));
    await pass(0);
    // The sixth piece was understood by half.
    expect(second.stream.written[0]).toHaveLength(160);
    expect(heardBy(second.stream)).toEqual(range(5, 16));
    await speak(stream, 100);
    expect(heardBy(second.stream)).toEqual(range(5, 21));
    second.stream.final('two', 'en', 300);
    expect(told).toEqual(['one until 110', '~ tw', 'two until 410']);
    expect(switches).toEqual(['deepgram failed: dropped', 'deepgram to assemblyai: dropped after 0']);
  });

  it('says a little again when it is not known how far a final reached', async () => {
    const stream = await open();
    await speak(stream, 1_000);
    first.stream.final('one');
    first.stream.fail(DROPPED);
    await pass(0);
    expect(heardBy(second.stream)).toEqual(range(40, 50));
  });

  it('hears nothing of a stream that it has left', async () => {
    await open();
    const left = first.stream;
    left.fail(DROPPED);
    left.isOver = false;
    left.interim('late');
    left.final('late');
    left.fail(DROPPED);
    await pass(0);
    expect([told, second.attempts]).toEqual([[], 1]);
  });

  it('has what was heard settled again at the place at which the person seemed to have finished', async () => {
    const stream = await open();
    const order: string[] = [];
    second.onFinalize = ({ written: pieces }) => order.push(`finalized after ${pieces.length}`);
    await speak(stream, 100);
    stream.finalize();
    first.stream.fail(DROPPED);
    await speak(stream, 60);
    expect(first.stream.finalized).toBe(1);
    expect(order).toEqual(['finalized after 5']);
    second.stream.final('all', 'en', 100);
    second.stream.fail(DROPPED);
    await pass(150);
    expect(first.streams).toHaveLength(2);
    expect(first.stream.finalized).toBe(0);
  });

  it('goes on with the same vendor when there is no other', async () => {
    const stream = await open([first]);
    await speak(stream, 1_000);
    first.stream.final('one', 'en', 1_000);
    first.stream.fail(DROPPED);
    await speak(stream, 40);
    expect(first.streams).toHaveLength(2);
    expect(heardBy(first.stream)).toEqual([50, 51]);
    expect(switches).toEqual(['deepgram failed: dropped']);
  });

  it('keeps the last of the sound while nobody listens', async () => {
    first.openings.push(DOWN);
    const stream = await open([first], 1_000);
    for (; written < 100; written++) stream.write(new Int16Array(320).fill(1_000 + written));
    await pass(150);
    expect(heardBy(first.stream)).toEqual(range(50, 100));
  });

  it('asks all again with growing pauses, and gives up after eight seconds', async () => {
    const spread = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    first.openings.push(...Array.from({ length: 50 }, () => DOWN));
    second.openings.push(...Array.from({ length: 50 }, () => DROPPED));
    await open();
    await pass(5_000);
    expect(told).toEqual([]);
    await pass(5_000);
    expect(told).toEqual([expect.stringMatching(/^failed /)]);
    expect(switches.at(-1)).toMatch(', the last');
    expect(switches.filter((line) => line.endsWith(', the last'))).toHaveLength(1);
    expect(first.attempts).toBeLessThan(8);
    const attempts = first.attempts + second.attempts;
    await pass(60_000);
    expect(first.attempts + second.attempts).toBe(attempts);
    spread.mockRestore();
  });

  it('gives up at once when no vendor can be mended, and asks one that cannot only once', async () => {
    const refused = new VendorFault('key_refused', 401);
    first.openings.push(refused);
    second.openings.push(DOWN, DOWN, refused);
    await open();
    await pass(3_000);
    expect([first.attempts, second.attempts]).toEqual([1, 3]);
    expect(told).toEqual(['failed key_refused 401']);
  });

  it('does not run in circles with a vendor that hangs up at once', async () => {
    await open([first]);
    const hangUp = async () => {
      for (let i = 0; i < 1_000; i++) {
        if (!first.stream.isOver) first.stream.fail(new VendorFault('closed', 1000));
        await pass(20);
      }
    };
    await hangUp();
    expect(told).toEqual(['failed closed 1000']);
    expect(first.attempts).toBeLessThan(10);
  });

  it('does not count the time in which somebody listened', async () => {
    const stream = await open([first]);
    for (let i = 0; i < 3; i++) {
      await speak(stream, 9_000);
      first.stream.fail(DROPPED);
      await pass(2_000);
    }
    expect(told).toEqual([]);
    expect(first.streams).toHaveLength(4);
  });

  it('ends a talk that every vendor lets run into the void', async () => {
    const stream = await open();
    for (let i = 0; i < 40; i++) {
      await speak(stream, 1_000);
      for (const { streams } of [first, second]) {
        const last = streams.at(-1);
        if (last && last.written.length >= 150) last.fail(new VendorFault('stalled'));
      }
    }
    expect(told).toEqual(['failed stalled']);
  });

  it('takes the end of a long stream for what it is', async () => {
    const stream = await open();
    for (let i = 0; i < 10; i++) {
      await pass(11_000);
      first.stream.fail(new VendorFault('closed', 1001));
      await pass(0);
    }
    await speak(stream, 20);
    expect(first.streams).toHaveLength(11);
    expect([second.attempts, switches, told]).toEqual([0, [], []]);
    expect(healths.of('stt', 'deepgram').takeTurn()).toBe(true);
  });

  it('begins with another where all talks have seen the first fail', async () => {
    healths.of('stt', 'deepgram').failed(new VendorFault('quota_exhausted'));
    await open();
    expect([first.attempts, second.attempts]).toEqual([0, 1]);
    expect(switches).toEqual(['deepgram to assemblyai: left_alone after 0']);
  });

  it('goes back to the first choice after a while, when nobody speaks', async () => {
    const stream = await open();
    first.stream.fail(DROPPED);
    await pass(0);
    await speak(stream, 100);
    second.stream.final('early', 'en', 100);
    await pass(20_000);
    expect(first.attempts).toBe(1);
    await speak(stream, 100);
    second.stream.final('later', 'en', 180);
    // What comes before the other stands is heard by the one who is left, and by the other again.
    stream.write(new Int16Array(320).fill(1_000 + written++));
    await pass(0);
    expect(heardBy(first.stream)).toEqual([9, 10]);
    expect(second.stream.isOver).toBe(true);
    second.stream.final('from the past');
    first.stream.final('back', 'en', 40);
    expect(told.slice(2)).toEqual(['back until 220']);
    expect(switches.at(-1)).toMatch('assemblyai to deepgram: dropped after 0');
  });

  it('stays when the person goes on speaking, or when the first fails again', async () => {
    const stream = await open();
    first.stream.fail(DROPPED);
    await pass(20_000);
    second.stream.final('one');
    second.stream.interim('and');
    await pass(0);
    expect(first.stream.isOver).toBe(true);
    expect(second.stream.isOver).toBe(false);
    first.openings.push(DOWN);
    await pass(20_000);
    second.stream.final('and two');
    await pass(0);
    await speak(stream, 20);
    expect(second.stream.isOver).toBe(false);
    expect(switches.slice(2)).toEqual(['deepgram failed: unavailable 503']);
  });

  it('leaves no vendor on probation that it did not ask', async () => {
    const third = new ScriptedTranscriber('openai');
    healths.of('stt', 'openai').failed(new VendorFault('quota_exhausted'));
    await pass(5_000);
    await open([first, second, third]);
    expect(third.attempts).toBe(0);
    expect(healths.of('stt', 'openai').takeTurn()).toBe(true);
  });

  it('ends everything with the talk, in whatever state it is', async () => {
    first.openings.push('hang');
    await open();
    talk.abort();
    await pass(10_000);
    expect([second.attempts, told, switches]).toEqual([0, [], []]);
    const over = await open();
    over.write(wordSound(1));
    over.finalize();
    over.close();
    expect(first.attempts).toBe(1);
  });

  it('hears nothing after it was closed', async () => {
    const stream = await open();
    const { stream: below } = first;
    stream.close();
    stream.write(wordSound(1));
    expect([below.isOver, below.written]).toEqual([true, []]);
    expect(told).toEqual([]);
  });

  it('needs somebody to choose from', () => {
    const listener = { failed: () => undefined, switched: () => undefined };
    expect(() => new FailoverTranscriber({ choices: [], healths, listener })).toThrow('at least one');
  });
});
