import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Check, Surroundings } from '../check.ts';
import { wrong } from '../finding.ts';
import type { Verdict } from '../finding.ts';
import { given } from '../../launcher/settings.ts';
import { postgresVerdict } from '../postgres.ts';
import { sqliteVerdict } from '../sqlite.ts';

/** The database opens, and what is in it is of this version. */
export const database: Check = {
  part: 'database',
  deadlineMs: 12_000,
  look: async (surroundings) => [await databaseVerdict(surroundings)],
};

async function databaseVerdict({ root, env, settings }: Surroundings): Promise<Verdict> {
  const url = given(env, 'DATABASE_URL') ?? `sqlite:${join(settings.dataDir, 'parley.db')}`;
  const migrations = migrationsOf(root);
  if (/^postgres(ql)?:\/\//.test(url)) return postgresVerdict(url, migrations);
  const [, path] = /^sqlite:(.+)$/.exec(url) ?? [];
  if (path) return sqliteVerdict(path, root, migrations);
  return wrong(
    'DATABASE_URL names no database that Parley knows',
    'set DATABASE_URL to sqlite:<path of a file> or postgres://user:password@host:port/database',
  );
}

/** Those of this version, by name; from the sources, or from what was built where there are none. */
function migrationsOf(root: string): string[] {
  const folder = ['libs/store/src/migrations', 'dist/libs/store/src/migrations']
    .map((path) => join(root, path))
    .find((path) => existsSync(path));
  if (!folder) return [];
  const names = readdirSync(folder).flatMap((name) => /^(\d{4}-[a-z-]+)(\.[jt]s)?$/.exec(name)?.[1] ?? []);
  return [...new Set(names)].sort();
}
