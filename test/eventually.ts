import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 100;

/** Asks again and again until the answer is neither undefined nor false. @throws Error naming what did not come in time. */
export async function eventually<T>(
  what: string,
  withinMs: number,
  check: () => Promise<T | undefined | false>,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`Waited ${withinMs / 1000} s for ${what}.`);
    await pause(POLL_MS);
  }
}

/** Waits until so much time has passed since then (milliseconds since 1970): what may not happen has its time to. */
export async function passed(what: string, since: number, ms: number): Promise<void> {
  await eventually(what, 2 * ms, () => Promise.resolve(Date.now() - since >= ms));
}
