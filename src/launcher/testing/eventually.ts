import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 25;

/** Asks again until the answer is something; fails with the last state of affairs after the limit. */
export async function eventually<T>(
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = 10_000,
  explain: () => string = () => 'it did not come about',
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`Not within ${limitMs} ms: ${explain()}`);
    await pause(POLL_MS);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
