import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { wordsOf } from '../database/dialect.js';

/** What a delivery brought (the id of a lead, say), and which other it waits for. */
export const outboxOutcomes = {
  async up(db: Kysely<never>): Promise<void> {
    const { json } = wordsOf(db);
    await sql`alter table outbox add column result ${json}`.execute(db);
    await sql`alter table outbox add column depends_on text`.execute(db);
    await sql`create index outbox_open on outbox (kind, state) where state <> 'done'`.execute(db);
    await sql`create index outbox_dependents on outbox (tenant_id, depends_on)
      where depends_on is not null`.execute(db);
  },
};
