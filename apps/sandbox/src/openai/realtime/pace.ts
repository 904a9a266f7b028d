import { setTimeout as wait } from 'node:timers/promises';

/** Lets pieces of sound out faster than they are spoken, and not all at once: an answer can still be cut short at the source. */
export class Pace {
  private dueAtMs = 0;

  constructor(
    private readonly speedUp: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Resolves when the next piece may go; the first goes at once. */
  async next(pieceMs: number, signal: AbortSignal): Promise<void> {
    const nowMs = this.now();
    const aheadMs = this.dueAtMs - nowMs;
    this.dueAtMs = Math.max(this.dueAtMs, nowMs) + pieceMs / this.speedUp;
    if (aheadMs > 0) await wait(aheadMs, undefined, { signal });
  }
}
