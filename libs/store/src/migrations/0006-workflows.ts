import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { wordsOf } from '../database/dialect.js';

/**
 * What workflows sign with, the secret before for as long as it counts too; and when an item was begun anew by hand, with how many
 * attempts it had had by then.
 */
export const workflows = {
  async up(db: Kysely<never>): Promise<void> {
    const { time } = wordsOf(db);
    const run = (statement: ReturnType<typeof sql>) => statement.execute(db);
    await run(sql`alter table workflow add column secret text not null default ''`);
    await run(sql`alter table workflow add column former_secret text`);
    await run(sql`alter table workflow add column former_secret_until ${time}`);
    await run(sql`alter table workflow add column disabled_because text`);
    await run(sql`create index workflow_newest on workflow (tenant_id, created_at, id)`);
    await run(sql`alter table outbox add column replayed_at ${time}`);
    await run(sql`alter table outbox add column attempts_before integer not null default 0`);
  },
};
