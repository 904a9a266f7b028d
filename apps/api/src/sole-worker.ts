import type { LeaseRepository, Store } from '#store';
import { workerName } from './worker-name.js';

interface Work {
  name: string;
  /** Longer than a round: another process takes over when the one at work died. */
  leaseMs: number;
}

/** Whose turn it is with work that one api process does for all: who has its lease, which is renewed with each round. */
export class SoleWorker {
  private readonly holder = workerName();

  constructor(
    private readonly store: Pick<Store, 'kind'>,
    private readonly leases: Pick<LeaseRepository, 'hold' | 'putDown'>,
    private readonly work: Work,
  ) {}

  /** A file of SQLite has one process, which need not wait for the lease of the one before. */
  async isOurTurn(now: number = Date.now()): Promise<boolean> {
    if (this.store.kind === 'sqlite') return true;
    return this.leases.hold({ ...this.work, holder: this.holder, now });
  }

  /** Another need not wait until it runs out, which it does by itself where this fails. */
  async putDown(): Promise<void> {
    await this.leases.putDown({ name: this.work.name, holder: this.holder }).catch(() => undefined);
  }
}
