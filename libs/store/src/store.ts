import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { DatabaseKind } from './database/dialect.js';
import { openSqlite } from './database/open-sqlite.js';
import type { OpenDatabase } from './database/open-sqlite.js';
import { isBusy } from './database/sqlite-failure.js';
import type { Tables } from './database/tables.js';

const LOCKED_RETRY_MS = 25;

export interface StoreOptions {
  /** How long a write waits for another program that keeps the database locked. */
  lockedDeadlineMs: number;
}

/** The open database: migrated, held by this process alone. Repositories build on it. */
export class Store {
  readonly kind: DatabaseKind = 'sqlite';
  private readonly current = new AsyncLocalStorage<Transaction<Tables>>();

  private constructor(
    private readonly database: OpenDatabase,
    private readonly options: StoreOptions,
  ) {}

  /**
   * @param url `sqlite:<path of a file>` or `sqlite::memory:`.
   * @throws DatabaseInUse when another process works on the file.
   * @throws DatabaseTooNew when a later version of this program has changed it.
   */
  static async open(url: string, options: StoreOptions = { lockedDeadlineMs: 5_000 }): Promise<Store> {
    return new Store(await openSqlite(url.replace(/^sqlite:/, '')), options);
  }

  /** For queries: the transaction this call is a part of, else the database itself. */
  get db(): Kysely<Tables> {
    return this.current.getStore() ?? this.database.db;
  }

  /**
   * Runs `work` in one write transaction; repositories called inside take part in it, so that what belongs together is written
   * together. A call inside another joins that one. `work` may run again from its start, so it touches nothing but the store.
   *
   * @throws StoreUnavailable when another program keeps the database locked, or it cannot be written.
   */
  async write<T>(work: () => Promise<T>): Promise<T> {
    if (this.current.getStore()) return work();
    const deadline = performance.now() + this.options.lockedDeadlineMs;
    for (;;) {
      try {
        return await this.database.db
          .transaction()
          .execute((transaction) => this.current.run(transaction, work));
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error;
      }
      await sleep(LOCKED_RETRY_MS);
    }
  }

  /** Writes the log back into the database file, closes it and lets go of the lock. */
  async close(): Promise<void> {
    await this.database.close();
  }
}
