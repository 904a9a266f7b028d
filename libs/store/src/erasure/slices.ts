import { setImmediate as nextTurn } from 'node:timers/promises';

/** Below the 5 ms that a write may hold up the talks of this process. */
const TARGET_MS = 3;
const FIRST_ROWS = 20;
const MAX_ROWS = 500;

/** Cuts a long deletion into short transactions: as many rows at a time as take a few milliseconds on this machine. */
export class Slices {
  private rows = FIRST_ROWS;

  /** Runs `step` until it finds fewer rows than it may take, and lets others work in between. @returns all rows together */
  async run(step: (limit: number) => Promise<number>): Promise<number> {
    let total = 0;
    for (;;) {
      const limit = this.rows;
      const begun = performance.now();
      const done = await step(limit);
      total += done;
      if (done < limit) return total;
      this.adapt(performance.now() - begun);
      await nextTurn();
    }
  }

  private adapt(tookMs: number): void {
    const fits = Math.floor((this.rows * TARGET_MS) / Math.max(tookMs, 0.1));
    this.rows = Math.max(1, Math.min(MAX_ROWS, fits, this.rows * 2));
  }
}
