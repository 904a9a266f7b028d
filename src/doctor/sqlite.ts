import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from './ask.ts';
import { ok, wrong } from './finding.ts';
import type { Verdict } from './finding.ts';
import { isWritable, isWritableFolder, nearestExisting, shownPath } from './folders.ts';
import { migrationsVerdict } from './migrations.ts';

const BUSY_LIMIT_MS = 2_000;

/** A database file: it can be written, it opens, its migrations are known. */
export function sqliteVerdict(path: string, root: string, migrations: readonly string[]): Verdict {
  if (path === ':memory:') return ok('SQLite in memory: gone with the process');
  const file = resolve(root, path);
  const shown = shownPath(root, file);
  const folder = nearestExisting(dirname(file));
  if (!isWritableFolder(folder) || (existsSync(file) && !isWritable(file)))
    return wrong(
      `${existsSync(file) ? file : folder} cannot be written`,
      'give the user that runs Parley the right to write there, or name another file in DATABASE_URL',
    );
  const kind = `SQLite ${shown}`;
  if (!existsSync(file)) return migrationsVerdict(kind, null, migrations);
  try {
    return migrationsVerdict(kind, migrationsIn(file), migrations);
  } catch (error) {
    return wrong(
      `${shown} does not open as a database (${messageOf(error)})`,
      'put a sound copy in its place, or name another file in DATABASE_URL',
    );
  }
}

/** Null when nobody has written to it yet. @throws Error of SQLite's, when it is no database */
function migrationsIn(file: string): string[] | null {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_LIMIT_MS });
  try {
    const table = database
      .prepare("select 1 from sqlite_master where type = 'table' and name = 'migration'")
      .get();
    if (!table) return null;
    return database
      .prepare('select name from migration')
      .all()
      .map(({ name }) => String(name));
  } finally {
    database.close();
  }
}
