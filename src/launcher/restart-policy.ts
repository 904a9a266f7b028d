const DELAYS_MS = [0, 1000, 2000, 5000, 10_000];
const WINDOW_MS = 60_000;
const DEATHS_IN_WINDOW = 5;

export interface Death {
  atMs: number;
  ranForMs: number;
  /** It ended by its own decision and had never been ready: it has read its configuration and said no. */
  refusedToStart: boolean;
}

/** Says how long to wait before a dead part is started again, and when that is of no use. */
export class RestartPolicy {
  private recent: number[] = [];
  private inARow = 0;

  /** Milliseconds to wait, or undefined to give up. */
  afterDeath({ atMs, ranForMs, refusedToStart }: Death): number | undefined {
    this.recent = [...this.recent.filter((deathAtMs) => atMs - deathAtMs < WINDOW_MS), atMs];
    this.inARow = ranForMs >= WINDOW_MS ? 1 : this.inARow + 1;
    if (refusedToStart || this.recent.length >= DEATHS_IN_WINDOW) return undefined;
    return DELAYS_MS[Math.min(this.inARow, DELAYS_MS.length) - 1];
  }
}
