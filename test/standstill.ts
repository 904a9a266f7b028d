import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Stall } from './standstill.worker.ts';

const WORKER = fileURLToPath(new URL('standstill.worker.ts', import.meta.url));

/** Notices when the machine does nothing for anybody: a host that serves others, or more work than it has processors. */
export class Standstill {
  private readonly worker = new Worker(WORKER, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  private readonly stalls: Stall[] = [];

  constructor() {
    this.worker.on('message', (stall: Stall) => this.stalls.push(stall));
  }

  /** The longest so far that ended after this moment of `Date.now()`, in milliseconds; 0 when there was none worth a word. */
  longestSince(at: number): number {
    return Math.max(0, ...this.stalls.filter((stall) => stall.endedAt > at).map(({ ms }) => ms));
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
