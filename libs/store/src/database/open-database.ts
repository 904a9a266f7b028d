import type { Kysely } from 'kysely';
import type { DatabaseKind } from './dialect.js';
import type { Tables } from './tables.js';

/** A database that is up to date with this version of the code. */
export interface OpenDatabase {
  kind: DatabaseKind;
  db: Kysely<Tables>;
  /** For queries that take their time: they hold up nobody who writes, and no talk of this process. Outside of transactions. */
  reader: Kysely<Tables>;
  /** Whether a transaction that failed like this may succeed when it is run again from its start. */
  mayPass(error: unknown, attempts: number): boolean;
  /** Waits for the transactions that are under way. */
  close(): Promise<void>;
}
