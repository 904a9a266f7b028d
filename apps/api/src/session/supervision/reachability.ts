/** A round that comes this much later than it should means that this process stood still, or that the clock was set. */
const STANDSTILL_MS = 1_000;

/**
 * Since when this process can be reached and can write. While it starts, stands still or has no database, agents cannot renew their
 * leases: that is not their fault, so none is counted as lost before they had a whole lease period for it again.
 */
export class Reachability {
  private since: number;
  private lastBeat: number;

  constructor(
    private readonly beatMs: number,
    now: number = Date.now(),
  ) {
    this.since = now;
    this.lastBeat = now;
  }

  /** To be called every `beatMs`. Returns how long it stood still, 0 when it did not. */
  beat(now: number): number {
    const gapMs = Math.abs(now - this.lastBeat - this.beatMs);
    this.lastBeat = now;
    if (gapMs < STANDSTILL_MS) return 0;
    this.since = now;
    return gapMs;
  }

  /** Renewals could not be written until now. */
  interrupted(now: number): void {
    this.since = now;
  }

  reachableForMs(now: number): number {
    return now - this.since;
  }
}
