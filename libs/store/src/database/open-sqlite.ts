import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { MIGRATIONS } from '../migrations/index.js';
import { migrate } from './migrate.js';
import { NodeSqliteDialect } from './node-sqlite.dialect.js';
import type { OpenDatabase } from './open-database.js';
import { explained, isBusy } from './sqlite-failure.js';
import { SqliteLock } from './sqlite-lock.js';
import { SqliteReaderDialect } from './sqlite-reader.dialect.js';
import { SqliteThread } from './sqlite-thread.js';
import type { Tables } from './tables.js';

/** How long a boot waits for another program that has the database locked. */
const BOOT_WAIT_MS = 5_000;

/** How often the log is copied back into the file. */
const COPY_EVERY_MS = 500;
/** 4 kB each. */
const MAX_LOG_PAGES = 16_000;

/**
 * Opens a database file for this process alone, and brings it up to date.
 *
 * @throws DatabaseInUse
 * @throws DatabaseTooNew
 */
export async function openSqlite(path: string): Promise<OpenDatabase> {
  const file = path === ':memory:' ? undefined : locate(path);
  const lock = file === undefined ? undefined : SqliteLock.take(file);
  let database: DatabaseSync | undefined;
  const letGo = () => {
    if (database?.isOpen) database.close();
    lock?.release();
  };
  try {
    database = explained(() => open(file ?? ':memory:'));
    const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(database) });
    await migrate(db, MIGRATIONS);
    // From here on SQLite answers at once when another program has the lock: waiting inside it would stop every talk of this
    // process. `Store.write` waits instead.
    database.exec('pragma busy_timeout = 0');
    const thread = file === undefined ? undefined : new SqliteThread(file);
    const stopCopying = thread && copyLogBack(database, thread);
    return {
      kind: 'sqlite',
      db,
      reader: thread ? new Kysely<Tables>({ dialect: new SqliteReaderDialect(thread) }) : db,
      mayPass: isBusy,
      scrub: () => thread?.scrub() ?? Promise.resolve('gone'),
      async close() {
        stopCopying?.();
        await thread?.close();
        await db.connection().execute(() => Promise.resolve()); // behind the transaction that is under way
        await db.destroy();
        letGo();
      },
    };
  } catch (error) {
    letGo();
    throw error;
  }
}

/** The other thread does this thread's checkpoints. Should it fall behind, SQLite makes its own again, so that the log stays bounded. */
function copyLogBack(database: DatabaseSync, thread: SqliteThread): () => void {
  database.exec(`pragma wal_autocheckpoint = ${MAX_LOG_PAGES}`);
  let copying: Promise<void> | undefined;
  let lastSeen = changes(database);
  const timer = setInterval(() => {
    const now = changes(database);
    if (copying || now === lastSeen) return;
    lastSeen = now;
    copying = thread
      .checkpoint()
      .catch(() => undefined) // the next one, or SQLite's own, makes up for it
      .finally(() => (copying = undefined));
  }, COPY_EVERY_MS).unref();
  return () => clearInterval(timer);
}

/** Grows with every row this process writes. */
function changes(database: DatabaseSync): unknown {
  return database.prepare('select total_changes() as changes').get()?.changes;
}

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BOOT_WAIT_MS, enableForeignKeyConstraints: true });
  // With a write-ahead log and `normal` a crash of the process loses nothing; a crash of the machine can lose the last moments
  // and leaves a sound database. What is deleted is overwritten, so that an erased person is gone from the file as well.
  database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on');
  return database;
}

/** The file's real place, so that two names of one file meet at one lock. */
function locate(path: string): string {
  const file = resolve(path);
  mkdirSync(dirname(file), { recursive: true });
  return existsSync(file) ? realpathSync(file) : join(realpathSync(dirname(file)), basename(file));
}
