import pg from 'pg';
import { reasonOf } from './ask.ts';
import { warning, wrong } from './finding.ts';
import type { Verdict } from './finding.ts';
import { migrationsVerdict } from './migrations.ts';

const LIMIT_MS = 5_000;
const OLDEST_MAJOR = 13;

/** What the server says, by its code: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REFUSALS: Record<string, string> = {
  '28P01': 'Postgres refuses the password',
  '28000': 'Postgres lets this user not in',
  '3D000': 'there is no such database',
  '53300': 'Postgres has no connection left',
};

/** A database on a server: it lets us in, is new enough, and its migrations are known. */
export async function postgresVerdict(url: string, migrations: readonly string[]): Promise<Verdict> {
  const client = clientOf(url);
  if (!client)
    return wrong('DATABASE_URL cannot be read', 'it is postgres://user:password@host:port/database');
  client.on('error', () => {}); // one that dies between two questions fails the next of them
  try {
    await client.connect();
    const { rows } = await client.query<{ version: string; encoding: string }>(
      "select current_setting('server_version') as version, current_setting('server_encoding') as encoding",
    );
    const { version = '', encoding = '' } = rows[0] ?? {};
    if (Number.parseInt(version, 10) < OLDEST_MAJOR)
      return wrong(
        `Postgres is ${version}`,
        `DATABASE_URL needs a server of version ${OLDEST_MAJOR} or newer`,
      );
    if (encoding !== 'UTF8')
      return wrong(
        `the database's encoding is ${encoding}`,
        'DATABASE_URL needs a database made with encoding UTF8',
      );
    return migrationsVerdict(`Postgres ${version.split(' ')[0]}`, await migrationsIn(client), migrations);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === '42501')
      return warning('this user may not read the migrations', 'give the user of DATABASE_URL its own schema');
    return wrong(
      `${REFUSALS[reason] ?? 'Postgres does not answer'} (${reason})`,
      'look at user, password, host, port and database in DATABASE_URL, and whether the server is up',
    );
  } finally {
    // Not awaited: a server that went silent would not say goodbye either.
    void client.end().catch(() => undefined);
  }
}

function clientOf(url: string): pg.Client | undefined {
  try {
    return new pg.Client({
      connectionString: url,
      application_name: 'parley-doctor',
      connectionTimeoutMillis: LIMIT_MS,
      query_timeout: LIMIT_MS,
    });
  } catch {
    return undefined;
  }
}

async function migrationsIn(client: pg.Client): Promise<string[] | null> {
  const table = await client.query<{ found: boolean }>(
    "select to_regclass('migration') is not null as found",
  );
  if (!table.rows[0]?.found) return null;
  const { rows } = await client.query<{ name: string }>('select name from migration');
  return rows.map(({ name }) => name);
}
