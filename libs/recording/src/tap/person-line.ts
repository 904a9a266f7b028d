/** Where the next piece of a sound lies. */
export type Place = number | undefined;

/** Later than this, and the sound was away in between. */
const AWAY_MS = 1_000;
/** Earlier than this nothing can have been said. */
const AHEAD_MS = 200;
/** What all pieces of this time are late by is no delay on the way. */
const WINDOW_MS = 500;
const TOLERATED_MS = 15;

/**
 * Lays what a microphone brings on a time line. Its pieces follow each other without gaps, so a process that stood still and then gets
 * many at once puts them where they were said; what is late for good was away, and what is early for good came late at first.
 */
export class PersonLine {
  private endMs: number | undefined;
  private windowEndMs = 0;
  private leastLateMs = Infinity;

  /** @returns where a piece begins that was heard by `nowMs`; undefined for one that has no place. */
  place(nowMs: number, lengthMs: number): Place {
    const { endMs } = this;
    const lateMs = nowMs - ((endMs ?? nowMs - lengthMs) + lengthMs);
    if (endMs === undefined || lateMs > AWAY_MS) return this.begin(nowMs - lengthMs, lengthMs);
    if (lateMs < -AHEAD_MS) return undefined;
    const correctionMs = this.correction(nowMs, lateMs);
    if (correctionMs < -lengthMs) return undefined;
    const fromMs = endMs + Math.max(0, correctionMs);
    this.endMs = fromMs + lengthMs;
    return fromMs;
  }

  private begin(fromMs: number, lengthMs: number): number {
    this.endMs = fromMs + lengthMs;
    this.windowEndMs = this.endMs + WINDOW_MS;
    this.leastLateMs = Infinity;
    return fromMs;
  }

  /** By how much all pieces of the last while were late, or early where it is negative; 0 where that is little, or not known yet. */
  private correction(nowMs: number, lateMs: number): number {
    this.leastLateMs = Math.min(this.leastLateMs, lateMs);
    if (nowMs < this.windowEndMs) return 0;
    const correctionMs = this.leastLateMs;
    this.windowEndMs = nowMs + WINDOW_MS;
    this.leastLateMs = Infinity;
    return Math.abs(correctionMs) > TOLERATED_MS ? correctionMs : 0;
  }
}
