import { DatabaseSync } from 'node:sqlite';
import { isBusy } from './sqlite-failure.js';

/** A boot failure, for whoever starts the second process. */
export class DatabaseInUse extends Error {
  override readonly name = 'DatabaseInUse';

  constructor(file: string) {
    super(
      `${file} is in use by another process. One api process can work on an SQLite database: ` +
        'stop the other one, or name another file in DATABASE_URL.',
    );
  }
}

/**
 * Keeps a second process off a database file. The operating system holds the lock and lets go of it however this process ends,
 * `kill -9` included. It lies on a file of its own beside the database, so that readers and backups are not in its way.
 */
export class SqliteLock {
  private constructor(private readonly holder: DatabaseSync) {}

  /** @throws DatabaseInUse */
  static take(databaseFile: string): SqliteLock {
    const holder = new DatabaseSync(`${databaseFile}.lock`, { timeout: 0 });
    try {
      holder.exec('begin exclusive'); // never committed, and nothing is ever written
    } catch (error) {
      holder.close();
      throw isBusy(error) ? new DatabaseInUse(databaseFile) : error;
    }
    return new SqliteLock(holder);
  }

  release(): void {
    this.holder.close();
  }
}
