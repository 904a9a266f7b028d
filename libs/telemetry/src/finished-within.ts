import { setTimeout as delay } from 'node:timers/promises';

/** Whether the work was done in time. Never rejects: what failed was not done. */
export async function finishedWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  const late = new AbortController();
  const done = await Promise.race([
    work.then(
      () => true,
      () => false,
    ),
    delay(ms, false, { signal: late.signal }).catch(() => false),
  ]);
  late.abort();
  return done;
}
