import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';

const MIGRATION_TABLE = 'migration';

/** A boot failure: an older program must not work on what a newer one has changed. */
export class DatabaseTooNew extends Error {
  override readonly name = 'DatabaseTooNew';

  constructor(unknown: readonly string[]) {
    super(
      `The database was written by a newer version of Parley (it has the migrations ${unknown.join(', ')}, which this one ` +
        'does not know). Start that version, or name another database in DATABASE_URL.',
    );
  }
}

/**
 * Brings the database up to this version of the code, all or nothing; on an up-to-date one it does nothing.
 *
 * @throws DatabaseTooNew
 */
export async function migrate<Schema>(
  db: Kysely<Schema>,
  migrations: Record<string, Migration>,
): Promise<void> {
  const unknown = (await done(db)).filter((name) => !(name in migrations));
  if (unknown.length) throw new DatabaseTooNew(unknown);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: 'migration_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined)
    throw error instanceof Error ? error : new Error('A migration failed.', { cause: error });
}

async function done<Schema>(db: Kysely<Schema>): Promise<string[]> {
  const tables = await db.introspection.getTables();
  if (!tables.some(({ name }) => name === MIGRATION_TABLE)) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(db);
  return rows.map(({ name }) => name);
}
