import { readFile } from 'node:fs/promises';
import type { World } from './world.ts';

/** For the environment of a World whose memory is compared. */
export const WITH_GC = { NODE_OPTIONS: '--expose-gc' };

/** Megabytes that the process shares with nobody. */
export async function privateMegabytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)].map(([, kb]) =>
    Number(kb),
  );
  return kilobytes.reduce((sum, kb) => sum + kb, 0) / 1024;
}

/** A whole collection in one agent process. */
export async function collectGarbage(world: World, name: string): Promise<void> {
  const { port } = await world.part(name);
  const answer = await fetch(`http://127.0.0.1:${port}/gc`, {
    method: 'POST',
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`POST /gc of ${name} was answered ${answer.status}.`);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
