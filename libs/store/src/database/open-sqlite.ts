import { existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { NodeSqliteDialect } from './sqlite-bridge.js';
import { explained } from './sqlite-failure.js';
import { SqliteLock } from './sqlite-lock.js';
import type { Tables } from './tables.js';

/**
 * How long SQLite may block the thread for another program's lock, milliseconds. Short, because every talk of this process waits
 * with it; `Store.write` goes on trying without blocking.
 */
const BUSY_TIMEOUT_MS = 20;

export interface OpenDatabase {
  db: Kysely<Tables>;
  close: () => Promise<void>;
}

/** @throws DatabaseInUse */
export function openSqlite(path: string): OpenDatabase {
  const file = path === ':memory:' ? undefined : locate(path);
  const lock = file === undefined ? undefined : SqliteLock.take(file);
  try {
    const database = explained(() => open(file ?? ':memory:'));
    const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect(database) });
    return {
      db,
      async close() {
        await db.destroy();
        if (database.isOpen) database.close(); // Kysely closes only what it has used
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
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
