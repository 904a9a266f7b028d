import { FaultPlanDto } from '../control/fault-plan.dto.js';
import { VendorFaults } from '../control/vendor-faults.js';
import { SpokenLine } from './spoken-line.js';
import type { SpokenPiece } from './spoken-line.js';
import { VoiceSwitchesDto } from './voice-switches.dto.js';

const MS = 24;

describe(SpokenLine.name, () => {
  const plan = (faults: Partial<FaultPlanDto>) => Object.assign(new FaultPlanDto(), faults);
  let faults: VendorFaults;
  let pieces: SpokenPiece[];
  let told: string[];
  let broken: Error | undefined;
  let line: SpokenLine;

  beforeEach(() => {
    faults = new VendorFaults('cartesia');
    pieces = [];
    told = [];
    broken = undefined;
    line = open();
  });
  afterEach(() => line.clear());

  it('says texts one after another, in pieces with their places', async () => {
    line.say('Hello there.');
    line.say('Bye.');
    await done();
    expect(pieces.map(({ startMs, durationMs }) => [startMs, durationMs])).toEqual([
      [0, 100],
      [100, 20],
      [120, 40],
    ]);
    expect(pieces.map(({ first }) => first)).toEqual([true, false, true]);
    expect(pieces[2]?.sentence).toEqual({ text: 'Bye.', startMs: 120, durationMs: 40 });
  });

  it('sends at the rate it was opened for', async () => {
    line = open({ rate: 8_000 });
    line.say('Hello there.');
    await done();
    expect(pieces.map(({ pcm }) => pcm.length)).toEqual([800, 160]);
  });

  it('keeps the time to the first byte, and the pace after it', async () => {
    let nowMs = 0;
    const waited: number[] = [];
    line = open({ firstByteMs: 30, speedUp: 10, now: () => nowMs++, onPiece: () => waited.push(nowMs) });
    const startedAt = performance.now();
    line.say('Hello there.');
    await done();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(30);
    expect(waited).toHaveLength(2);
  });

  it('forgets what was not said when it is cleared, also the word that it is done', async () => {
    line = open({ firstByteMs: 60_000 });
    line.say('Hello there.');
    line.afterwards(() => told.push('said'));
    await new Promise((resolve) => setImmediate(resolve));
    line.clear();
    line = open();
    line.say('Bye.');
    await done();
    expect(told).toEqual(['done']);
    expect(pieces.map(({ sentence }) => sentence.text)).toEqual(['Bye.']);
  });

  it('finishes what it says when it is to forget what waits', async () => {
    const begun = Promise.withResolvers<void>();
    line = open({
      onPiece: (piece) => {
        pieces.push(piece);
        begun.resolve();
      },
    });
    line.say('Hello there.');
    line.say('Bye.');
    await begun.promise;
    line.forgetWaiting();
    await done();
    expect(pieces.map(({ sentence }) => sentence.text)).toEqual(['Hello there.', 'Hello there.']);
  });

  it('goes on with the next text after one that fails on request', async () => {
    faults.set(plan({ fail: { next: 1, status: 429, at: 'response' } }));
    line.say('Hello there.');
    line.say('Bye.');
    await done();
    expect(told).toEqual(['failed 429', 'done']);
    expect(pieces.map(({ sentence }) => sentence.text)).toEqual(['Bye.']);
  });

  it('stops after a piece when it is to stall, and says nothing in a brown-out', async () => {
    faults.set(plan({ stall: 'stream', stallNext: 1 }));
    const first = Promise.withResolvers<void>();
    line = open({ onPiece: () => first.resolve() });
    line.say('Hello there.');
    line.afterwards(() => told.push('said'));
    await first.promise;
    faults.set(plan({ brownOut: true }));
    const other = open();
    other.say('Hello there.');
    other.afterwards(() => told.push('said'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(pieces).toEqual([]);
    expect(told).toEqual([]);
    other.clear();
  });

  it('tells of a voice that fails', async () => {
    broken = new Error('no thread');
    line.say('Hello there.');
    await done();
    expect(told).toEqual(['no thread', 'done']);
  });

  function open({
    rate = 24_000,
    firstByteMs = 0,
    speedUp = 1_000,
    ...rest
  }: {
    rate?: number;
    firstByteMs?: number;
    speedUp?: number;
    now?: () => number;
    onPiece?: (piece: SpokenPiece) => void;
  } = {}) {
    return new SpokenLine({
      voice: {
        // eslint-disable-next-line @typescript-eslint/require-await
        async *speak(text) {
          if (broken) throw broken;
          yield { text, pcm: new Int16Array(text.length * 10 * MS) };
        },
      },
      voiceName: 'slt',
      rate,
      switches: () => Object.assign(new VoiceSwitchesDto(), { firstByteMs, speedUp }),
      faults,
      onPiece: (piece) => pieces.push(piece),
      onFailure: (status) => told.push(`failed ${status}`),
      onFault: (error) => told.push((error as Error).message),
      ...rest,
    });
  }

  function done(): Promise<void> {
    return new Promise((resolve) =>
      line.afterwards(() => {
        told.push('done');
        resolve();
      }),
    );
  }
});
