import type { VendorFault } from './vendor-fault.js';

/** Before the first repeat, the second, and so on; the last for all that follow. */
const PAUSES_MS = [100, 500, 1_000, 2_000, 3_000] as const;
/** Somebody on the line waits this long for a vendor, and not longer. */
const WAIT_AT_MOST_MS = 15_000;

interface PatienceOptions {
  waitAtMostMs?: number;
  now?: () => number;
  random?: () => number;
}

/** How long somebody waits between its attempts to reach a vendor, and when it gives up. */
export class Patience {
  private troubledAt: number | undefined;
  private attempts = 0;

  private readonly waitAtMostMs: number;
  private readonly now: () => number;
  private readonly random: () => number;

  constructor({
    waitAtMostMs = WAIT_AT_MOST_MS,
    now = Date.now,
    random = Math.random,
  }: PatienceOptions = {}) {
    this.waitAtMostMs = waitAtMostMs;
    this.now = now;
    this.random = random;
  }

  /** The time until the next attempt; undefined when there is no use, or no time, for another. */
  pauseMs({ isFinal, retryAfterMs = 0 }: Pick<VendorFault, 'isFinal' | 'retryAfterMs'>): number | undefined {
    this.troubledAt ??= this.now();
    const pause = PAUSES_MS[Math.min(this.attempts, PAUSES_MS.length - 1)] ?? 0;
    this.attempts += 1;
    // Spread, so that the talks of a process do not all come back at once.
    const pauseMs = Math.max(retryAfterMs, pause * (0.5 + this.random()));
    const leftMs = this.waitAtMostMs - (this.now() - this.troubledAt);
    if (isFinal || leftMs <= 0 || retryAfterMs > leftMs) return undefined;
    return Math.min(pauseMs, leftMs); // the last attempt is made when the time is over, and not before
  }

  /** All is well. @returns how long it was not; undefined when it was all the time. */
  settle(): number | undefined {
    const tookMs = this.troubledAt === undefined ? undefined : this.now() - this.troubledAt;
    this.troubledAt = undefined;
    this.attempts = 0;
    return tookMs;
  }
}
