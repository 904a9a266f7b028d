import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabaseKind } from '../src/database/dialect.js';
import { clusterUrl, postgresBinaries } from './postgres-cluster.js';

/** A kind of database, for `describe.each(DATABASES)('… on $kind', ({ fresh }) => …)`. */
export interface DatabaseOfTests {
  kind: DatabaseKind;
  /** The URL of an empty database; it is gone with the spec. */
  fresh: () => Promise<string>;
}

const binaries = postgresBinaries();

/** `describe` for what only Postgres does. */
export const describeOnPostgres = binaries === undefined ? describe.skip : describe;

const leftovers: (() => Promise<void> | void)[] = [];

afterAll(async () => {
  for (const remove of leftovers.splice(0)) await remove();
});

/** Every kind there is on this machine. A machine that builds releases (`CI`) has to have all of them. */
export const DATABASES: readonly DatabaseOfTests[] = [
  { kind: 'sqlite', fresh: () => Promise.resolve(freshFile()) },
  ...postgres(),
];

function freshFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-store-'));
  leftovers.push(() => rmSync(folder, { recursive: true, force: true }));
  return `sqlite:${join(folder, 'parley.db')}`;
}

function postgres(): DatabaseOfTests[] {
  if (binaries !== undefined) return [{ kind: 'postgres', fresh: freshPostgres }];
  if (process.env.CI) throw new Error('There is no Postgres on this machine: install it, or unset CI.');
  process.stderr.write('There is no Postgres on this machine: its part of these tests is left out.\n');
  return [];
}

let databases = 0;

/** The URL of an empty database on the server of this test run; it is gone with the spec. */
export async function freshPostgres(): Promise<string> {
  if (binaries === undefined) throw new Error('There is no Postgres on this machine.');
  const url = await clusterUrl(binaries);
  const name = `parley_${process.pid}_${(databases += 1)}`;
  const admin = async (statement: string) => {
    const client = new pg.Client(url('postgres'));
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await admin(`create database ${name}`);
  leftovers.push(() => admin(`drop database ${name} with (force)`));
  return url(name);
}
