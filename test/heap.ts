import { readFile } from 'node:fs/promises';

/** For the environment of a World whose memory is compared. */
export const WITH_GC = {
  NODE_OPTIONS: `--expose-gc --import ${new URL('gc-on-signal.mjs', import.meta.url).href}`,
};

/** Megabytes that the process shares with nobody. */
export async function privateMegabytes(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8');
  const kilobytes = [...rollup.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)].map(([, kb]) =>
    Number(kb),
  );
  return kilobytes.reduce((sum, kb) => sum + kb, 0) / 1024;
}

/** Asks one process for a whole collection; it is done before the process does anything else. */
export function collectGarbage(pid: number): void {
  process.kill(pid, 'SIGWINCH');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
