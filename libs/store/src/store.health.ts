import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { DatabaseKind } from './database/dialect.js';
import { Store } from './store.js';

export interface StoreReport {
  ready: boolean;
  kind: DatabaseKind;
  /** How long the answer took, milliseconds; null when there was none in time. */
  pingMs: number | null;
}

/** Whether the database answers, for `/health/ready`. */
@Injectable()
export class StoreHealth {
  constructor(private readonly store: Store) {}

  /** Never throws and never takes longer than the deadline. */
  async check(deadlineMs: number): Promise<StoreReport> {
    const begun = performance.now();
    const late = new AbortController();
    const answered = await Promise.race([
      sleep(deadlineMs, false, { signal: late.signal }).catch(() => false),
      this.ping(),
    ]);
    late.abort();
    return {
      ready: answered,
      kind: this.store.kind,
      pingMs: answered ? performance.now() - begun : null,
    };
  }

  private async ping(): Promise<boolean> {
    try {
      await sql`select 1 from session where id = ''`.execute(this.store.db);
      return true;
    } catch {
      return false;
    }
  }
}
