import { Logger } from '@nestjs/common';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { MIGRATIONS } from '../migrations/index.js';
import { migrate } from './migrate.js';
import type { OpenDatabase, Scrubbed } from './open-database.js';
import { mayPass } from './postgres-failure.js';
import { BoundedPool } from './postgres-pool.js';
import type { PoolOptions } from './postgres-pool.js';
import type { Tables } from './tables.js';

const logger = new Logger('Postgres');

/** How long a boot waits for another process that is at the migrations. */
const BOOT_WAIT_MS = 60_000;

/** Names our boots among whatever else takes advisory locks in the database. */
const BOOT_LOCK = 0x7061_726c; // 'parl'

/**
 * Connects to a database that any number of processes may share, and brings it up to date.
 *
 * @throws DatabaseTooNew
 * @throws StoreUnavailable
 */
export async function openPostgres(url: string, options: PoolOptions): Promise<OpenDatabase> {
  await bringUpToDate(url, options);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: new BoundedPool(url, options) }) });
  return {
    kind: 'postgres',
    db,
    reader: db,
    mayPass,
    scrub: () => vacuum(db),
    close: () => db.destroy(),
  };
}

/** Tables that hold what people said, or who they are. */
const PERSONAL = [
  ...(['conversation', 'session', 'claim', 'event', 'message', 'tool_call', 'outbox', 'recording'] as const),
  ...([
    'call',
    'contact',
    'unread_event',
    'unjudged_message',
    'idempotency',
    'livekit_event',
    'audit',
  ] as const),
];

/**
 * Frees the room of dead rows, and draws new samples of what is there. What stays until the server writes over it: the rest of pages, the
 * write-ahead log and its archive, and words in the full-text index without the messages that they were in.
 */
async function vacuum(db: Kysely<Tables>): Promise<Scrubbed> {
  for (const table of PERSONAL) {
    try {
      await sql`vacuum (analyze) ${sql.table(table)}`.execute(db);
    } catch (error) {
      logger.warn('table is not vacuumed', { table, err: error });
    }
  }
  return 'may_remain';
}

/** One process at a time; those that come second find nothing left to do. Migrations may take their time. */
async function bringUpToDate(url: string, options: PoolOptions): Promise<void> {
  const pool = new BoundedPool(url, {
    ...options,
    max: 2,
    statementTimeoutMs: 0,
    lockTimeoutMs: BOOT_WAIT_MS,
  });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await db.transaction().execute(async (boot) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(BOOT_LOCK)})`.execute(boot);
      await migrate(db, MIGRATIONS);
    });
  } finally {
    await db.destroy();
  }
}
