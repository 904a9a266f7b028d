import { ok, warning, wrong } from './finding.ts';
import type { Verdict } from './finding.ts';

/** How a database's migrations are to those of this version. Null: it has none yet. */
export function migrationsVerdict(
  kind: string,
  done: readonly string[] | null,
  known: readonly string[],
): Verdict {
  if (done === null) return ok(`${kind}; empty, the api's first start fills it`);
  const strange = done.filter((name) => !known.includes(name));
  if (known.length && strange.length)
    return wrong(
      `a newer Parley has written the database (${strange.join(', ')})`,
      'start that version, or name another database in DATABASE_URL',
    );
  const behind = known.filter((name) => !done.includes(name));
  if (behind.length)
    return warning(
      `the database is of an older version (it lacks ${behind.join(', ')})`,
      'start the api: it brings the database of DATABASE_URL up to date by itself; make a copy first',
    );
  return ok(`${kind}; up to date, ${done.length} migrations`);
}
