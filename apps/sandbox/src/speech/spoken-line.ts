import { setTimeout as wait } from 'node:timers/promises';
import type { VendorFaults } from '../control/vendor-faults.js';
import { SPEECH_RATE } from './flite.js';
import { atRate } from './pcm.js';
import type { SpokenSentence, Voice } from './voice.js';
import type { VoiceSwitchesDto } from './voice-switches.dto.js';

/** A sentence on the clock of a line: milliseconds of sound from its beginning. */
export interface LineSentence {
  text: string;
  startMs: number;
  durationMs: number;
}

/** A piece of the sound of a sentence. */
export interface SpokenPiece {
  pcm: Int16Array;
  startMs: number;
  durationMs: number;
  sentence: LineSentence;
  /** Whether it is the first of its sentence. */
  first: boolean;
}

export interface SpokenLineOptions {
  voice: Pick<Voice, 'speak'>;
  voiceName: string;
  /** Samples a second of the pieces. */
  rate: number;
  switches: () => VoiceSwitchesDto;
  /** Left out over HTTP, where all goes wrong before a route is reached. */
  faults?: VendorFaults;
  onPiece: (piece: SpokenPiece) => void;
  /** A failure with this status was asked for under `/control`. What was to be said is not said. */
  onFailure: (status: number) => void;
  /** A text could not be spoken. */
  onFault: (error: unknown) => void;
  now?: () => number;
}

const PIECE_MS = 100;
const MOST_WAITING = 1_000;

/** Says texts one after another, faster than they are spoken; goes wrong where it is told to. */
export class SpokenLine {
  private readonly now: () => number;
  private speaking = new AbortController();
  private tail: Promise<void> = Promise.resolve();
  private waiting = 0;
  /** Jobs of an earlier turn are forgotten. */
  private turn = 0;
  private spokenMs = 0;
  private dueAtMs = 0;

  constructor(private readonly options: SpokenLineOptions) {
    this.now = options.now ?? (() => performance.now());
  }

  say(text: string): void {
    const askedAtMs = this.now();
    this.queue((signal) => this.speak(text, askedAtMs, signal));
  }

  /** Tells when all texts so far were said; does not when the line is cleared before. */
  afterwards(told: () => void): void {
    this.queue(() => {
      told();
      return Promise.resolve();
    });
  }

  /** Forgets what was not begun yet. */
  forgetWaiting(): void {
    this.turn += 1;
  }

  /** Stops, and forgets what was not said yet. */
  clear(): void {
    this.speaking.abort(new Error('the line was cleared'));
    this.speaking = new AbortController();
    this.tail = Promise.resolve();
    this.waiting = 0;
    this.dueAtMs = 0;
  }

  private queue(job: (signal: AbortSignal) => Promise<void>): void {
    const { turn } = this;
    const { signal } = this.speaking;
    if (this.waiting >= MOST_WAITING) {
      this.options.onFault(new Error(`${MOST_WAITING} texts already wait to be said`));
      return;
    }
    this.waiting += 1;
    this.tail = this.tail
      .then(() => (signal.aborted || turn !== this.turn ? undefined : job(signal)))
      .catch((error: unknown) => {
        if (!signal.aborted) this.options.onFault(error);
      })
      .then(() => {
        if (!signal.aborted) this.waiting -= 1;
      });
  }

  private async speak(text: string, askedAtMs: number, signal: AbortSignal): Promise<void> {
    const { voice, voiceName, faults, switches, onFailure } = this.options;
    const { firstByteMs } = switches();
    const failure = faults?.takeFailure('response');
    if (failure) {
      onFailure(failure.status);
      return;
    }
    if (faults?.plan.brownOut) await aborted(signal);
    const latencyMs = faults?.plan.latencyMs ?? 0;
    this.dueAtMs = Math.max(this.dueAtMs, askedAtMs + firstByteMs + latencyMs);
    for await (const sentence of voice.speak(text, { voice: voiceName, signal })) {
      await this.send(sentence, signal);
    }
  }

  private async send({ text, pcm }: SpokenSentence, signal: AbortSignal): Promise<void> {
    const { rate, switches, faults, onPiece } = this.options;
    const { speedUp } = switches();
    const sound = atRate(pcm, SPEECH_RATE, rate);
    const sentence = { text, startMs: this.spokenMs, durationMs: (sound.length / rate) * 1_000 };
    const pieceSamples = Math.round((PIECE_MS * rate) / 1_000);
    for (let from = 0; from < sound.length; from += pieceSamples) {
      const aheadMs = this.dueAtMs - this.now();
      if (aheadMs > 0) await wait(aheadMs, undefined, { signal });
      signal.throwIfAborted();
      const piece = sound.subarray(from, from + pieceSamples);
      const durationMs = (piece.length / rate) * 1_000;
      this.dueAtMs = Math.max(this.dueAtMs, this.now()) + durationMs / speedUp;
      onPiece({ pcm: piece, startMs: this.spokenMs, durationMs, sentence, first: from === 0 });
      this.spokenMs += durationMs;
      if (faults?.takeStall('stream')) await aborted(signal);
    }
  }
}

/** Settles only when the signal does, with its reason. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = () => reject(new Error('aborted', { cause: signal.reason }));
    signal.addEventListener('abort', give, { once: true });
  });
}
