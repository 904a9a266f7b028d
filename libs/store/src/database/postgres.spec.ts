import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describeOnPostgres, freshPostgres } from '../../testing/databases.js';
import { keyOf, newSession } from '../../testing/samples.js';
import { openRepositories } from '../../testing/store-in-folder.js';
import type { Repositories } from '../../testing/store-in-folder.js';
import { WriterProcess } from '../../testing/writer-process.js';
import { MIGRATIONS } from '../migrations/index.js';
import { StoreUnavailable } from '../store.errors.js';
import { Store } from '../store.js';

describeOnPostgres('Postgres', () => {
  let url: string;
  let repositories: Repositories;

  beforeEach(async () => {
    url = await freshPostgres();
    repositories = await openRepositories(url);
  });
  afterEach(() => repositories.store.close());

  const connections = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from pg_stat_activity where datname = current_database()`.execute(
      repositories.store.db,
    );
    return rows[0]?.count;
  };
  const backend = async () => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(
      repositories.store.db,
    );
    return rows[0]?.pid;
  };

  it('keeps what was written over a restart', async () => {
    const { session } = await repositories.sessions.create(newSession());
    await repositories.store.close();
    repositories = await openRepositories(url);
    await expect(repositories.sessions.find('default', session.id)).resolves.toEqual(session);
  });

  it('takes everything back when one part fails', async () => {
    const session = newSession();
    const failed = repositories.store.write(async () => {
      await repositories.sessions.create(session);
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await expect(repositories.sessions.find('default', session.id)).resolves.toBeUndefined();
  });

  it('hands out numbers, and none that it would have to round', async () => {
    const { db } = repositories.store;
    const { rows } = await sql`select 7::bigint as a, sum(x) as b, 1.5::float8 as c
      from (values (1::bigint), (2::bigint)) as t (x)`.execute(db);
    expect(rows).toEqual([{ a: 7, b: 3, c: 1.5 }]);
    await expect(sql`select 9007199254740993 as n`.execute(db)).rejects.toThrow(RangeError);
  });

  it('keeps texts with characters that Postgres has no place for', async () => {
    const metadata = { zero: 'a\u0000b', half: 'a\ud800b', literal: 'a\\u0000b', whole: '😀' };
    const { session } = await repositories.sessions.create(newSession({ metadata }));
    expect(session.metadata).toEqual({ zero: 'a�b', half: 'a�b', literal: 'a\\u0000b', whole: '😀' });
    await expect(repositories.sessions.find('default', 'a\u0000b')).resolves.toBeUndefined();
  });

  it('uses no more connections than it may', async () => {
    await repositories.store.close();
    const store = await Store.open(url, { poolMax: 3 });
    await Promise.all(
      Array.from({ length: 40 }, () => store.write(() => sql`select pg_sleep(0.005)`.execute(store.db))),
    );
    repositories = await openRepositories(url);
    await expect(connections()).resolves.toBeLessThanOrEqual(4); // the one that asks is one of them
    await store.close();
  });

  it('makes one of two that are made at once, whoever comes second gets the first', async () => {
    const sessions = Array.from({ length: 12 }, () => newSession({ room: 'one', conversationId: 'c' }));
    const made = await Promise.all(sessions.map((session) => repositories.sessions.create(session)));
    expect(made.filter(({ existing }) => !existing)).toHaveLength(1);
    expect(new Set(made.map(({ session }) => session.id)).size).toBe(1);
  });

  describe('when a connection is lost', () => {
    it('in a transaction, nothing of it is kept and the next one works', async () => {
      const session = newSession();
      const broken = repositories.store.write(async () => {
        await repositories.sessions.create(session);
        const pid = await backend();
        await sql`select pg_terminate_backend(${sql.lit(pid)})`.execute(repositories.store.db);
      });
      await expect(broken).rejects.toThrow(StoreUnavailable);
      await expect(repositories.sessions.find('default', session.id)).resolves.toBeUndefined();
      await expect(repositories.sessions.create(session)).resolves.toMatchObject({ existing: false });
    });

    it('while nobody uses it, the process lives and the next query works', async () => {
      const other = await Store.open(url);
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`.execute(other.db);
      await expect(repositories.sessions.create(newSession())).resolves.toMatchObject({ existing: false });
      await other.close();
    });
  });

  it('says in time that nobody is there', async () => {
    await expect(Store.open('postgres://parley@127.0.0.1:1/parley')).rejects.toThrow(StoreUnavailable);
  });

  it('waits for rows that another transaction has no longer than it may', async () => {
    const { session } = await repositories.sessions.create(newSession());
    const impatient = await openRepositories(url, { lockedDeadlineMs: 100 });
    await repositories.store.write(async () => {
      await repositories.sessions.markEnding(keyOf(session.id), 'stopped', 1);
      await expect(impatient.sessions.markWaiting(keyOf(session.id))).rejects.toThrow(StoreUnavailable);
    });
    await impatient.store.close();
  });

  it('leaves no connection behind when it closes', async () => {
    const other = await Store.open(url);
    await Promise.all(Array.from({ length: 5 }, () => sql`select pg_sleep(0.01)`.execute(other.db)));
    await other.close();
    await repositories.store.close();
    repositories = await openRepositories(url);
    await expect(connections()).resolves.toBe(1);
  });
});

describeOnPostgres('migrations on Postgres', () => {
  it('run once when four processes start at once', async () => {
    const url = await freshPostgres();
    const nothing = join(tmpdir(), `parley-nothing-${process.pid}.json`);
    writeFileSync(nothing, '[[]]');
    const processes = Array.from({ length: 4 }, () => new WriterProcess(url, nothing));
    await Promise.all(processes.map((each) => each.says('open')));
    await Promise.all(processes.map((each) => each.kill()));
    rmSync(nothing);
    const store = await Store.open(url);
    const { rows } = await sql<{ name: string }>`select name from migration`.execute(store.db);
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(MIGRATIONS));
    await store.close();
  });
});
