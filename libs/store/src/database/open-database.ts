import type { Kysely } from 'kysely';
import type { DatabaseKind } from './dialect.js';
import type { Tables } from './tables.js';

/** Whether what was erased is gone from the files as well, or its bytes may be found where nothing is kept any more. */
export type Scrubbed = 'gone' | 'may_remain';

/** A database that is up to date with this version of the code. */
export interface OpenDatabase {
  kind: DatabaseKind;
  db: Kysely<Tables>;
  /** For queries that take their time: they hold up nobody who writes, and no talk of this process. Outside of transactions. */
  reader: Kysely<Tables>;
  /** Whether a transaction that failed like this may succeed when it is run again from its start. */
  mayPass(error: unknown, attempts: number): boolean;
  /** Overwrites what was deleted, as far as the database can. Others wait meanwhile for a moment. */
  scrub(): Promise<Scrubbed>;
  /** Waits for the transactions that are under way. */
  close(): Promise<void>;
}
