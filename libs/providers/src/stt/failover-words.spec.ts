import { jest } from '@jest/globals';
import * as fc from 'fast-check';
import { pieces, quiet, spelled, talkSound, WordEar } from '../../testing/word-sound.js';
import { VendorHealths } from '../failover/vendor-health.js';
import { VendorFault } from '../vendor-fault.js';
import { FailoverTranscriber } from './failover-transcriber.js';
import { Transcriber } from './transcriber.js';
import type { Transcription, TranscriptionListener, TranscriptionSettings } from './transcriber.js';

const PIECE_MS = 20;

/** What becomes of one stream. */
type Fate =
  | { kind: 'refused' }
  /** Answers only after a while, with a stream or with a fault. */
  | { kind: 'slow'; ms: number; isRefused: boolean }
  /** Ends after so much sound; what was understood in the last moment was not told. */
  | { kind: 'broken'; afterMs: number; reason: 'dropped' | 'closed' }
  /** Hears nothing, and that is noticed after so much sound. */
  | { kind: 'deaf'; noticedAfterMs: number };

const fates = fc.oneof<fc.Arbitrary<Fate>[]>(
  fc.record({ kind: fc.constant('refused') }),
  fc.record({ kind: fc.constant('slow'), ms: fc.integer({ min: 1, max: 300 }), isRefused: fc.boolean() }),
  fc.record({
    kind: fc.constant('broken'),
    afterMs: fc.integer({ min: 0, max: 3_000 }),
    reason: fc.constantFrom('dropped', 'closed'),
  }),
  fc.record({ kind: fc.constant('deaf'), noticedAfterMs: fc.integer({ min: 500, max: 1_500 }) }),
);

/** A recogniser of words that tells them a little late, as real ones do. */
class LateEar implements Transcription {
  readonly owesWords = false;
  private readonly ear: WordEar;
  private readonly untold: { atMs: number; tell: () => void }[] = [];
  private writtenMs = 0;
  private isOver = false;

  constructor(
    private readonly listener: TranscriptionListener,
    private readonly fate: Fate | undefined,
    lateMs: number,
  ) {
    const later = (tell: () => void) => this.untold.push({ atMs: this.writtenMs + lateMs, tell });
    this.ear = new WordEar(16_000, {
      interim: (text) => later(() => listener.interim(text)),
      final: (text, _from, untilMs) => later(() => listener.final(text, 'en', untilMs)),
    });
  }

  write(samples: Int16Array): void {
    const { fate } = this;
    if (this.isOver) return;
    this.writtenMs += samples.length / 16;
    if (fate?.kind !== 'deaf') this.ear.hear(samples);
    if (fate?.kind === 'deaf' && this.writtenMs >= fate.noticedAfterMs) return this.fail('stalled');
    while (this.untold[0] && this.untold[0].atMs <= this.writtenMs) this.untold.shift()?.tell();
    if (fate?.kind === 'broken' && this.writtenMs >= fate.afterMs) this.fail(fate.reason);
  }

  finalize(): void {
    if (!this.isOver && this.fate?.kind !== 'deaf') this.ear.settle();
  }

  close(): void {
    this.isOver = true;
  }

  private fail(reason: 'stalled' | 'dropped' | 'closed'): void {
    this.isOver = true;
    this.listener.failed(new VendorFault(reason));
  }
}

class FatedTranscriber extends Transcriber {
  readonly modelName = 'fated';

  constructor(
    readonly vendor: string,
    /** Of the streams of all vendors, in the order in which they are opened. */
    private readonly fates: Fate[],
    private readonly lateMs: number,
  ) {
    super();
  }

  async open(_settings: TranscriptionSettings, listener: TranscriptionListener): Promise<Transcription> {
    const fate = this.fates.shift();
    if (fate?.kind === 'slow') await new Promise<void>((resolve) => setTimeout(resolve, fate.ms));
    if (fate?.kind === 'refused' || (fate?.kind === 'slow' && fate.isRefused))
      throw new VendorFault('unavailable', 503);
    return new LateEar(listener, fate, this.lateMs);
  }
}

describe(`${FailoverTranscriber.name}, whatever becomes of the vendors`, () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('brings every word of a talk once, and in order', async () => {
    const talk = fc.record({
      pauses: fc.array(fc.constantFrom(20, 40, 100, 160, 400, 900), { minLength: 1, maxLength: 20 }),
      vendors: fc.integer({ min: 1, max: 3 }),
      // One vendor that fails more often in a row is given up.
      fates: fc.array(fates, { maxLength: 4 }),
      lateMs: fc.constantFrom(0, 20, 60, 140, 300),
      pieceSamples: fc.constantFrom(160, 320, 333, 800),
    });
    await fc.assert(
      fc.asyncProperty(talk, async ({ pauses, vendors, fates: given, lateMs, pieceSamples }) => {
        const over = new AbortController();
        const words = pauses.map((_, word) => word);
        const fated = [...given];
        const heard: string[] = [];
        const failures: VendorFault[] = [];
        const transcriber = new FailoverTranscriber({
          choices: ['deepgram', 'assemblyai', 'openai']
            .slice(0, vendors)
            .map((vendor) => new FatedTranscriber(vendor, fated, lateMs)),
          healths: new VendorHealths(),
          // More than a person says without a pause while all of them fail.
          keptMs: 20_000,
          listener: { failed: () => undefined, switched: () => undefined },
        });
        const stream = await transcriber.open(
          { language: 'en' },
          {
            interim: () => undefined,
            final: (text) => heard.push(text),
            failed: (fault) => failures.push(fault),
          },
          over.signal,
        );
        const say = async (sound: Int16Array, samples: number) => {
          for (const piece of pieces(sound, samples)) {
            stream.write(piece);
            await jest.advanceTimersByTimeAsync((piece.length / 16_000) * 1_000);
          }
        };
        await say(
          talkSound(words, (word) => pauses[word] ?? 0),
          pieceSamples,
        );
        // The person waits; vendors go on failing, until they have done with it.
        for (let i = 0; i < 1_000 && heard.join(' ') !== spelled(words); i++) await say(quiet(PIECE_MS), 320);
        over.abort();
        // The slow ones answer still.
        await jest.advanceTimersByTimeAsync(1_000);
        expect(failures).toEqual([]);
        expect(heard.join(' ')).toBe(spelled(words));
        expect(jest.getTimerCount()).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});
