import { SqliteAdapter, sql } from 'kysely';
import type { Kysely, RawBuilder } from 'kysely';

export type DatabaseKind = 'sqlite' | 'postgres';

export function kindOf(db: Kysely<never>): DatabaseKind {
  return db.getExecutor().adapter instanceof SqliteAdapter ? 'sqlite' : 'postgres';
}

/** What the two databases call the same thing. Everything else in a migration is written once. */
export interface Words {
  /** Milliseconds since 1970, UTC. */
  time: RawBuilder<unknown>;
  int64: RawBuilder<unknown>;
  json: RawBuilder<unknown>;
  real: RawBuilder<unknown>;
  /** A number given by the database, by which a full-text index finds its row. */
  rowNumber: RawBuilder<unknown>;
  /** Ends a table whose columns hold their declared type and nothing else; Postgres knows no others. */
  strict: RawBuilder<unknown>;
}

const WORDS: Record<DatabaseKind, Words> = {
  sqlite: {
    time: sql.raw('integer'),
    int64: sql.raw('integer'),
    json: sql.raw('text'),
    real: sql.raw('real'),
    rowNumber: sql.raw('integer primary key'),
    strict: sql.raw('strict'),
  },
  postgres: {
    time: sql.raw('bigint'),
    int64: sql.raw('bigint'),
    json: sql.raw('jsonb'),
    real: sql.raw('double precision'),
    rowNumber: sql.raw('bigint generated always as identity primary key'),
    strict: sql.raw(''),
  },
};

export function wordsOf(db: Kysely<never>): Words {
  return WORDS[kindOf(db)];
}
