/** What the scripts of this folder share: they run alone in a process, measure, and print one line of JSON. */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { initializeLogger } from '@livekit/agents';
import { AudioFrame } from '@livekit/rtc-node';

initializeLogger({ pretty: false, level: 'silent' });

export const SAMPLE_RATE = 24_000;

/** What reached the process because nobody else wanted it; by default it would have ended it. */
export const strays: string[] = [];
process.on('uncaughtException', (error, origin) => strays.push(`${origin}: ${String(error)}`));

export async function until(what: string, condition: () => boolean, deadlineMs = 5_000): Promise<void> {
  const startedAt = performance.now();
  while (!condition()) {
    if (performance.now() - startedAt > deadlineMs) {
      throw new Error(`waited ${deadlineMs} ms in vain until ${what}`);
    }
    await sleep(2);
  }
}

/** Whether it comes to that in time, where "no" is an answer and not a failure. */
export function happens(condition: () => boolean, deadlineMs: number): Promise<boolean> {
  return until('', condition, deadlineMs).then(
    () => true,
    () => false,
  );
}

export async function collectGarbage(): Promise<void> {
  if (!globalThis.gc) {
    throw new Error('run this with node --expose-gc');
  }
  for (let i = 0; i < 3; i++) {
    await nextTurn();
    globalThis.gc();
  }
}

export async function happensAfterGarbage(condition: () => boolean, deadlineMs: number): Promise<boolean> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < deadlineMs) {
    await collectGarbage();
    if (condition()) {
      return true;
    }
    await sleep(50);
  }
  return false;
}

export async function heapMegabytes(): Promise<number> {
  await collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 2 ** 20;
}

export function alive(refs: WeakRef<WeakKey>[]): number {
  return refs.filter((ref) => ref.deref() !== undefined).length;
}

export function silence(durationMs = 10): AudioFrame {
  const samples = (SAMPLE_RATE * durationMs) / 1000;
  return new AudioFrame(new Int16Array(samples), SAMPLE_RATE, 1, samples);
}

/** The last line of a script; the exit is explicit because what is left running must not keep the tests waiting. */
export function report(verdict: object): never {
  process.stdout.write(`${JSON.stringify({ ...verdict, strays })}\n`);
  process.exit(0);
}
