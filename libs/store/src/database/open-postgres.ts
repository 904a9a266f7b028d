import { Kysely, PostgresDialect, sql } from 'kysely';
import { MIGRATIONS } from '../migrations/index.js';
import { migrate } from './migrate.js';
import type { OpenDatabase } from './open-database.js';
import { mayPass } from './postgres-failure.js';
import { BoundedPool } from './postgres-pool.js';
import type { PoolOptions } from './postgres-pool.js';
import type { Tables } from './tables.js';

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
  return { kind: 'postgres', db, reader: db, mayPass, close: () => db.destroy() };
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
