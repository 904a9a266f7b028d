import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { wordsOf } from '../database/dialect.js';

/** What people said that a language model is still to be asked about. */
export const unjudgedMessages = {
  async up(db: Kysely<never>): Promise<void> {
    const { time, strict } = wordsOf(db);
    const run = (statement: ReturnType<typeof sql>) => statement.execute(db);

    // Written when the event is read, gone with what comes of it. `attempts` is how often the model was asked in vain.
    await run(sql`create table unjudged_message (
      tenant_id text not null,
      id text not null,
      session_id text not null,
      noted_at ${time} not null,
      due_at ${time} not null,
      attempts integer not null default 0,
      primary key (tenant_id, id),
      foreign key (tenant_id, session_id) references session (tenant_id, id) on delete cascade
    ) ${strict}`);
    await run(sql`create index unjudged_message_due on unjudged_message (due_at, id)`);
    await run(sql`create index unjudged_message_of_session on unjudged_message (tenant_id, session_id)`);
  },
};
