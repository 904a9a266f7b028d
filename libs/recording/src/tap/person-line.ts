/** Later than this, and the sound was away in between. */
const AWAY_MS = 1_000;
/** Earlier than this nothing can have been said. */
const AHEAD_MS = 1_000;
/** What all pieces of this time are late by is no delay on the way. */
const WINDOW_MS = 500;
const TOLERATED_MS = 15;
/** So much is made good at once, and less in the next pause: words are not torn. */
const TEARING_MS = 400;

/**
 * Lays what a microphone brings on a time line. Its pieces follow each other without gaps, so a process that stood still and then gets
 * many at once puts them where they were said; what is late for good was away, and what is early for good came late at first.
 */
export class PersonLine {
  private endMs: number | undefined;
  private windowEndMs = 0;
  private leastLateMs = Infinity;
  /** By how much the line is to be moved on, or back where it is negative. */
  private owedMs = 0;

  /** @returns where a piece begins that was heard by `nowMs`; undefined for one that has no place. */
  place(nowMs: number, lengthMs: number, isQuiet: boolean): number | undefined {
    const { endMs } = this;
    const lateMs = nowMs - ((endMs ?? nowMs - lengthMs) + lengthMs);
    if (endMs === undefined || lateMs > AWAY_MS) return this.begin(nowMs - lengthMs, lengthMs);
    if (lateMs < -AHEAD_MS) return undefined;
    this.watch(nowMs, lateMs);
    const moveMs = isQuiet || Math.abs(this.owedMs) > TEARING_MS ? this.owedMs : 0;
    // What was seen before the move says nothing of what comes after it.
    if (moveMs !== 0) this.beginWindow(nowMs);
    if (moveMs <= -lengthMs) {
      this.owedMs = moveMs + lengthMs;
      return undefined;
    }
    const fromMs = endMs + Math.max(0, moveMs);
    this.endMs = fromMs + lengthMs;
    return fromMs;
  }

  private begin(fromMs: number, lengthMs: number): number {
    this.endMs = fromMs + lengthMs;
    this.beginWindow(this.endMs);
    return fromMs;
  }

  private watch(nowMs: number, lateMs: number): void {
    this.leastLateMs = Math.min(this.leastLateMs, lateMs);
    if (nowMs < this.windowEndMs) return;
    const owedMs = Math.abs(this.leastLateMs) > TOLERATED_MS ? this.leastLateMs : 0;
    this.beginWindow(nowMs);
    this.owedMs = owedMs;
  }

  private beginWindow(nowMs: number): void {
    this.windowEndMs = nowMs + WINDOW_MS;
    this.leastLateMs = Infinity;
    this.owedMs = 0;
  }
}
