import { existsSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import { keyOf, newSession, NOON } from '../testing/samples.js';
import { openRepositories, temporaryFolder } from '../testing/store-in-folder.js';
import type { Repositories } from '../testing/store-in-folder.js';
import { WriterProcess } from '../testing/writer-process.js';
import { DatabaseInUse } from './database/sqlite-lock.js';
import { StoreUnavailable } from './store.errors.js';
import { Store } from './store.js';

describe(Store.name, () => {
  const folder = temporaryFolder();
  let opened: Repositories | undefined;
  const open = async () => (opened = await openRepositories(folder.url));

  afterEach(async () => {
    await opened?.store.close();
    opened = undefined;
  });
  afterAll(() => folder.remove());

  it('keeps what was written over a restart', async () => {
    const first = await open();
    const { session } = await first.sessions.create(newSession());
    await first.store.close();
    const second = await open();
    await expect(second.sessions.find('default', session.id)).resolves.toEqual(session);
  });

  it('leaves one sound file behind when it closes', async () => {
    const { store } = await open();
    await store.close();
    opened = undefined;
    expect(existsSync(`${folder.file}-wal`)).toBe(false);
    const database = new DatabaseSync(folder.file, { readOnly: true });
    expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' });
    database.close();
  });

  it('finishes the transaction that is under way before it closes', async () => {
    const { store, sessions } = await open();
    const session = newSession();
    const created = sessions.create(session);
    await Promise.all([created, store.close()]);
    const next = await open();
    await expect(next.sessions.find('default', session.id)).resolves.toBeDefined();
  });

  it('tells how long each write took, and whether it was kept', async () => {
    const { store, sessions } = await open();
    const told: boolean[] = [];
    store.onWrite((tookMs, kept) => told.push(kept && tookMs > 0));
    await sessions.create(newSession());
    await expect(store.write(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(told).toEqual([true, false]);
  });

  it('tells of what was written once it is kept, and not of what was not', async () => {
    const { store, sessions } = await open();
    const told: string[] = [];
    const write = (name: string, work: () => Promise<unknown>) =>
      store.write(async () => {
        store.whenKept(() => told.push(name));
        await store.write(work);
        expect(told).not.toContain(name);
      });
    await write('kept', () => sessions.create(newSession()));
    await expect(write('not kept', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    store.whenKept(() => told.push('nothing was written'));
    expect(told).toEqual(['kept', 'nothing was written']);
  });

  it('works without a file', async () => {
    const memory = await openRepositories('sqlite::memory:');
    const { session } = await memory.sessions.create(newSession());
    await expect(memory.sessions.find('default', session.id)).resolves.toBeDefined();
    await memory.store.close();
  });

  describe('held by one process', () => {
    const processes: WriterProcess[] = [];
    const startWriter = (batches: string) => {
      writeFileSync(`${folder.file}.json`, batches);
      const writer = new WriterProcess(folder.url, `${folder.file}.json`);
      processes.push(writer);
      return writer;
    };

    afterEach(() => Promise.all(processes.splice(0).map((writer) => writer.kill())));

    it('refuses a second one, naming the file and the variable', async () => {
      await open();
      const words = await startWriter('[]').lastWords();
      expect(words).toContain(`${folder.file} is in use by another process`);
      expect(words).toContain('DATABASE_URL');
    });

    it('refuses a second one in the same process', async () => {
      await open();
      await expect(Store.open(folder.url)).rejects.toThrow(DatabaseInUse);
    });

    it('lets the next one in when the first was killed', async () => {
      const first = startWriter('[[]]');
      await first.says('open');
      await expect(Store.open(folder.url)).rejects.toThrow(DatabaseInUse);
      await first.kill();
      await open();
    });
  });

  describe('write', () => {
    it('takes everything back when one part fails', async () => {
      const { store, sessions } = await open();
      const session = newSession();
      const failed = store.write(async () => {
        await sessions.create(session);
        await sessions.markWaiting(keyOf(session.id));
        throw new Error('no');
      });
      await expect(failed).rejects.toThrow('no');
      await expect(sessions.find('default', session.id)).resolves.toBeUndefined();
    });

    it('keeps readers out of an unfinished transaction', async () => {
      const { store, sessions } = await open();
      const session = newSession();
      const write = store.write(async () => {
        await sessions.create(session);
        return sessions.find('default', session.id);
      });
      const read = sessions.find('default', session.id);
      await expect(write).resolves.toMatchObject({ state: 'created' });
      await expect(read).resolves.toMatchObject({ state: 'created' });
    });

    it('goes on when another program lets go of the database', async () => {
      const { sessions } = await open();
      const other = new DatabaseSync(folder.file);
      other.exec('begin immediate');
      const created = sessions.create(newSession());
      await nextTurn(); // the first try has found it locked
      other.exec('rollback');
      await expect(created).resolves.toMatchObject({ existing: false });
      other.close();
    });

    it('lets the process work on while it waits', async () => {
      const { sessions } = await open();
      const other = new DatabaseSync(folder.file);
      other.exec('begin immediate');
      const many = Array.from({ length: 50 }, () => sessions.create(newSession()));
      const begun = performance.now();
      for (let turn = 0; turn < 100; turn += 1) await nextTurn();
      expect(performance.now() - begun).toBeLessThan(1_000);
      other.exec('rollback');
      await expect(Promise.all(many)).resolves.toHaveLength(50);
      other.close();
    });

    it('says that the store is unavailable when it does not, and still reads', async () => {
      const store = await Store.open(folder.url, { lockedDeadlineMs: 50 });
      const other = new DatabaseSync(folder.file);
      other.exec('begin immediate');
      const write = store.write(() => sql`delete from audit`.execute(store.db));
      await expect(write).rejects.toThrow(StoreUnavailable);
      await expect(store.db.selectFrom('session').select('id').execute()).resolves.toBeDefined();
      other.close();
      await store.close();
    });

    it('loses nothing but the write that found the disk full', async () => {
      const { store, sessions } = await open();
      const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(store.db);
      await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count)}`.execute(store.db);
      const tooMuch = newSession({ metadata: { filler: 'x'.repeat(100_000) } });
      await expect(sessions.create(tooMuch)).rejects.toThrow(StoreUnavailable);
      await sql`pragma max_page_count = 1000000`.execute(store.db);
      await expect(sessions.create(tooMuch)).resolves.toMatchObject({ existing: false });
      await expect(sessions.end(keyOf(tooMuch.id), 'stopped', NOON)).resolves.toBe(true);
    });
  });
});
