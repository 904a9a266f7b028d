import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { temporaryFolder } from '../../testing/store-in-folder.js';
import { StoreUnavailable } from '../store.errors.js';
import { SqliteThread } from './sqlite-thread.js';

describe(SqliteThread.name, () => {
  const folder = temporaryFolder();
  let writer: DatabaseSync;
  let thread: SqliteThread;

  beforeAll(() => {
    writer = new DatabaseSync(folder.file);
    writer.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table t (n integer)');
  });
  beforeEach(() => {
    thread = new SqliteThread(folder.file);
  });
  afterEach(() => thread.close());
  afterAll(() => {
    writer.close();
    folder.remove();
  });

  it('answers many at once, each its own', async () => {
    const answers = Array.from({ length: 50 }, (_, n) => thread.read('select ? as n', [n]));
    await expect(Promise.all(answers)).resolves.toEqual(Array.from({ length: 50 }, (_, n) => [{ n }]));
  });

  it('reads while another writes', async () => {
    writer.exec('begin immediate; insert into t values (1)');
    await expect(thread.read('select count(*) as count from t', [])).resolves.toEqual([{ count: 0 }]);
    writer.exec('commit');
    await expect(thread.read('select count(*) as count from t', [])).resolves.toEqual([{ count: 1 }]);
  });

  it('writes nothing', async () => {
    await expect(thread.read('delete from t', [])).rejects.toThrow('readonly');
  });

  it('passes on what is wrong with a query, and answers the next', async () => {
    await expect(thread.read('select nonsense', [])).rejects.toThrow('no such column: nonsense');
    await expect(thread.read('select 1 as one', [])).resolves.toEqual([{ one: 1 }]);
  });

  it('copies the log back into the file', async () => {
    const before = statSync(folder.file).size;
    writer.exec(
      `with recursive s (n) as (select 1 union all select n + 1 from s where n < 20000) insert into t select n from s`,
    );
    await thread.checkpoint();
    expect(statSync(folder.file).size).toBeGreaterThan(before);
  });

  it('says that it is overrun rather than to keep more and more', async () => {
    const answers = Array.from({ length: 150 }, () =>
      thread.read('select 1', []).catch((error: unknown) => error),
    );
    const refused = (await Promise.all(answers)).filter((answer) => answer instanceof StoreUnavailable);
    expect(refused).toHaveLength(50);
  });

  it('answers nobody once it is closed', async () => {
    await thread.read('select 1', []);
    await thread.close();
    await expect(thread.read('select 1', [])).rejects.toThrow(StoreUnavailable);
  });
});
