/** A token of its own, so that tests need not wait for hours. */
export class IdempotencyTiming {
  /** How long an answer is kept. */
  keptMs = 24 * 3_600_000;
  /** No request takes longer than this: one without an answer by then has died, and the next takes over. */
  lockMs = 60_000;
  /** How long a repeat waits for the first. */
  waitMs = 30_000;
  /** How often it looks, where the first runs in another process. */
  pollMs = 100;
  sweepMs = 60_000;
}
