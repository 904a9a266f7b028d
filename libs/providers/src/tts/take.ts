import type { VendorHealth } from '../failover/vendor-health.js';
import { VendorFault } from '../vendor-fault.js';
import type { SpeakingSettings, Synthesizer } from './synthesizer.js';

/** What comes next of a sentence: sound, its end, or a fault. */
export interface TakeNews {
  piece?: Int16Array;
  fault?: VendorFault;
}

/** One voice at work on a sentence, or on the rest of it. Its vendor is judged once, by the first that is said of it. */
export class Take {
  /** What comes first. */
  readonly first: Promise<TakeNews>;
  private readonly leaving = new AbortController();
  private readonly pieces: AsyncIterator<Int16Array>;
  private isJudged = false;

  constructor(
    readonly choice: Synthesizer,
    private readonly health: VendorHealth,
    readonly text: string,
    settings: SpeakingSettings,
    signal: AbortSignal,
  ) {
    const either = AbortSignal.any([signal, this.leaving.signal]);
    this.pieces = choice.speak(text, settings, either)[Symbol.asyncIterator]();
    this.first = this.next();
  }

  async next(): Promise<TakeNews> {
    try {
      const next = await this.pieces.next();
      return next.done ? {} : { piece: next.value };
    } catch (error) {
      return { fault: error instanceof VendorFault ? error : new VendorFault('answer_failed') };
    }
  }

  answered(): void {
    this.judge(() => this.health.answered());
  }

  failed(fault: VendorFault): void {
    this.judge(() => this.health.failed(fault));
  }

  /** Nobody wants it any more. */
  stop(): void {
    this.judge(() => this.health.gaveUp());
    this.leaving.abort();
    // It may still be waiting for a piece; nobody waits for it.
    void this.pieces.return?.().then(undefined, () => undefined);
  }

  private judge(tell: () => void): void {
    if (!this.isJudged) tell();
    this.isJudged = true;
  }
}
