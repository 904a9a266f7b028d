import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, SelectQueryBuilder, Transaction } from 'kysely';
import type { DatabaseKind } from './database/dialect.js';
import type { OpenDatabase, Scrubbed } from './database/open-database.js';
import { openPostgres } from './database/open-postgres.js';
import { openSqlite } from './database/open-sqlite.js';
import type { Tables } from './database/tables.js';

const LOCKED_RETRY_MS = 25;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 15_000;

export interface StoreOptions {
  /** How long a write waits for others that keep the database, or its rows, locked. */
  lockedDeadlineMs: number;
  /** Connections of this process to Postgres. */
  poolMax: number;
}

/** What happened in a session that others are to be told. */
export interface SessionNews {
  tenantId: string;
  sessionId: string;
  /** What was said: places of the first and the last message. */
  said: { from: number; to: number } | null;
  /** It has ended. */
  ended: boolean;
}

/** Writes what follows from news, in the transaction of what happened. Touches nothing but the store. */
export type Consequence = (news: SessionNews) => Promise<void>;

/** A write under way. */
interface Writing {
  transaction: Transaction<Tables>;
  /** To be told once it is kept. */
  tellings: (() => void)[];
}

/** Is told of each write: how long it took since it was asked for, and whether it was kept. Must not throw. */
export type WriteListener = (tookMs: number, kept: boolean) => void;

const DEFAULTS: StoreOptions = { lockedDeadlineMs: 5_000, poolMax: 10 };

/** The open database: migrated, and on SQLite held by this process alone. Repositories build on it. */
export class Store {
  readonly kind: DatabaseKind;
  private readonly current = new AsyncLocalStorage<Writing>();
  private readonly writeListeners: WriteListener[] = [];
  private readonly consequences: Consequence[] = [];

  private constructor(
    private readonly database: OpenDatabase,
    private readonly options: StoreOptions,
  ) {
    this.kind = database.kind;
  }

  /**
   * @param url `sqlite:<path of a file>`, `sqlite::memory:` or `postgres://…`.
   * @throws DatabaseInUse when another process works on the file.
   * @throws DatabaseTooNew when a later version of this program has changed it.
   * @throws StoreUnavailable when the server cannot be reached.
   */
  static async open(url: string, options: Partial<StoreOptions> = {}): Promise<Store> {
    const all = { ...DEFAULTS, ...options };
    return new Store(await open(url, all), all);
  }

  /** For queries: the transaction this call is a part of, else the database itself. */
  get db(): Kysely<Tables> {
    return this.current.getStore()?.transaction ?? this.database.db;
  }

  /** For long queries that see only what is committed: they hold up no talk of this process. */
  get reader(): Kysely<Tables> {
    return this.database.reader;
  }

  /**
   * Runs `work` in one write transaction; repositories called inside take part in it, so that what belongs together is written
   * together. A call inside another joins that one. `work` may run again from its start, so it touches nothing but the store.
   *
   * On SQLite one transaction writes at a time. On Postgres others write meanwhile: what is read here to be changed is read with
   * `lock`, and a row that two find missing and make is seen by the second when its work is run again.
   *
   * @throws StoreUnavailable when others keep the database locked, or it cannot be written or reached.
   */
  async write<T>(work: () => Promise<T>): Promise<T> {
    if (this.current.getStore()) return work();
    const begun = performance.now();
    const tellings: Writing['tellings'] = [];
    let kept = false;
    try {
      const result = await this.transact(work, begun + this.options.lockedDeadlineMs, tellings);
      kept = true;
      for (const tell of tellings) tell();
      return result;
    } finally {
      const tookMs = performance.now() - begun;
      for (const listener of this.writeListeners) listener(tookMs, kept);
    }
  }

  onWrite(listener: WriteListener): void {
    this.writeListeners.push(listener);
  }

  /** Calls it once what is being written is kept, and never where it is not; at once outside of `write`. It must not throw. */
  whenKept(tell: () => void): void {
    const writing = this.current.getStore();
    if (writing) writing.tellings.push(tell);
    else tell();
  }

  /** To be said before the first write. */
  addConsequence(consequence: Consequence): void {
    this.consequences.push(consequence);
  }

  /** For repositories, in the transaction of what happened. */
  async follow(news: SessionNews): Promise<void> {
    for (const consequence of this.consequences) await consequence(news);
  }

  /** Keeps others off the rows of a query until this transaction ends; with SQLite they are off already. */
  lock<Table extends keyof Tables, Row>(
    query: SelectQueryBuilder<Tables, Table, Row>,
  ): SelectQueryBuilder<Tables, Table, Row> {
    return this.kind === 'postgres' ? query.forNoKeyUpdate() : query;
  }

  /** The same, and passes over rows that another transaction has. */
  lockUntaken<Table extends keyof Tables, Row>(
    query: SelectQueryBuilder<Tables, Table, Row>,
  ): SelectQueryBuilder<Tables, Table, Row> {
    return this.kind === 'postgres' ? query.forNoKeyUpdate().skipLocked() : query;
  }

  /** Overwrites what was deleted, as far as the database can: to be called after an erasure, and outside of `write`. */
  scrub(): Promise<Scrubbed> {
    return this.database.scrub();
  }

  /** Waits for transactions that are under way. SQLite's log goes back into its file, and the lock is let go of. */
  async close(): Promise<void> {
    await this.database.close();
  }

  private async transact<T>(
    work: () => Promise<T>,
    deadline: number,
    tellings: Writing['tellings'],
  ): Promise<T> {
    for (let attempts = 1; ; attempts += 1) {
      tellings.length = 0; // of an attempt before, which was not kept
      try {
        return await this.database.db
          .transaction()
          .execute((transaction) => this.current.run({ transaction, tellings }, work));
      } catch (error) {
        if (!this.database.mayPass(error, attempts) || performance.now() > deadline) throw error;
      }
      await sleep(LOCKED_RETRY_MS * Math.random());
    }
  }
}

function open(url: string, { poolMax, lockedDeadlineMs }: StoreOptions): Promise<OpenDatabase> {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length));
  return openPostgres(url, {
    max: poolMax,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    lockTimeoutMs: lockedDeadlineMs,
  });
}
