import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { migrate, DatabaseTooNew } from '../database/migrate.js';
import { NodeSqliteDialect } from '../database/node-sqlite.dialect.js';
import { MIGRATIONS } from './index.js';

/** Keys that cannot begin with the tenant; the migration says why. */
const WITHOUT_TENANT = ['session_id', 'session_live_room', 'sqlite_autoindex_livekit_event_1'];

describe('migrations', () => {
  let database: DatabaseSync;
  let db: Kysely<unknown>;

  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    db = new Kysely({ dialect: new NodeSqliteDialect(database) });
  });
  afterEach(() => database.close());

  const names = (query: string) =>
    database
      .prepare(query)
      .all()
      .map(({ name }) => String(name));
  const tables = () =>
    names(`select name from pragma_table_list
           where schema = 'main' and type = 'table' and name not like 'sqlite_%' order by name`);

  it('make the whole model', async () => {
    await migrate(db, MIGRATIONS);
    expect(tables()).toEqual(
      [
        'agent',
        'audit',
        'call',
        'claim',
        'contact',
        'conversation',
        'event',
        'idempotency',
        'lease',
        'livekit_event',
        'message',
        'migration',
        'migration_lock',
        'outbox',
        'recording',
        'session',
        'tool_call',
        'unjudged_message',
        'unread_event',
        'usage',
        'workflow',
      ].sort(),
    );
  });

  it('give every row a tenant, and begin every unique key with it', async () => {
    await migrate(db, MIGRATIONS);
    for (const table of tables().filter((name) => !name.startsWith('migration'))) {
      const columns = names(`select name from pragma_table_info('${table}') where "notnull" = 1`);
      expect([table, columns]).toEqual([table, expect.arrayContaining(['tenant_id'])]);
    }
    const first = names(`select i.name || ':' || c.name as name
      from pragma_table_list t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
      where t.schema = 'main' and t.type = 'table' and t.name not like 'migration%' and i."unique" = 1 and c.seqno = 0`);
    const others = first
      .map((name) => name.split(':'))
      .filter(([, column]) => column !== 'tenant_id')
      .map(([index]) => index);
    expect(others.sort()).toEqual(WITHOUT_TENANT.sort());
  });

  it('do nothing the second time', async () => {
    await migrate(db, MIGRATIONS);
    const before = database.prepare('select * from migration').all();
    await migrate(db, MIGRATIONS);
    expect(database.prepare('select * from migration').all()).toEqual(before);
  });

  it('leave nothing behind when one fails', async () => {
    const broken = {
      async up(db: Kysely<never>): Promise<void> {
        await sql`create table half (id text)`.execute(db);
        throw new Error('power cut');
      },
    };
    await expect(migrate(db, { ...MIGRATIONS, '9999-broken': broken })).rejects.toThrow('power cut');
    expect(tables()).toEqual(['migration', 'migration_lock']);
  });

  it('refuse a database of a later version and do not touch it', async () => {
    const later = { '9999-later': { up: () => Promise.resolve() } };
    await migrate(db, { ...MIGRATIONS, ...later });
    const before = database.prepare('select * from migration').all();
    await expect(migrate(db, MIGRATIONS)).rejects.toThrow(DatabaseTooNew);
    await expect(migrate(db, MIGRATIONS)).rejects.toThrow('9999-later');
    expect(database.prepare('select * from migration').all()).toEqual(before);
  });
});
