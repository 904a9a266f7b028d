import { parentPort } from 'node:worker_threads';

const EVERY_MS = 5;
/** Sound that is no later than this is played as if nothing had been. */
const WORTH_A_WORD_MS = 40;

export interface Stall {
  /** `Date.now()` */
  endedAt: number;
  ms: number;
}

let dueAt = performance.now() + EVERY_MS;
setInterval(() => {
  const now = performance.now();
  const ms = now - dueAt;
  if (ms > WORTH_A_WORD_MS) parentPort?.postMessage({ endedAt: Date.now(), ms } satisfies Stall);
  dueAt = now + EVERY_MS;
}, EVERY_MS);
