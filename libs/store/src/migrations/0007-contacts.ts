import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { wordsOf } from '../database/dialect.js';

/** Contacts that are looked for and merged, and the events that are still to be read for what they tell of a person. */
export const contacts = {
  async up(db: Kysely<never>): Promise<void> {
    const { time, strict } = wordsOf(db);
    const run = (statement: ReturnType<typeof sql>) => statement.execute(db);

    // Name, company and addresses as `searchWords` has them: both databases then compare the same letters.
    await run(sql`alter table contact add column search text not null default ''`);
    await run(sql`create index contact_merged on contact (tenant_id, merged_into)
      where merged_into is not null`);
    // What a merged contact was reached at leads to the one that it has become.
    await run(sql`create index contact_former_email on contact (tenant_id, email)
      where email is not null and merged_into is not null`);
    await run(sql`create index contact_former_phone on contact (tenant_id, phone)
      where phone is not null and merged_into is not null`);

    // Written with the event, gone once it is read. Only what comes from now on: nobody is surprised by what was said long ago.
    await run(sql`create table unread_event (
      tenant_id text not null,
      id text not null,
      session_id text not null,
      received_at ${time} not null,
      primary key (tenant_id, id),
      foreign key (tenant_id, session_id) references session (tenant_id, id) on delete cascade
    ) ${strict}`);
    await run(sql`create index unread_event_order on unread_event (received_at, id)`);
    await run(sql`create index unread_event_of_session on unread_event (tenant_id, session_id)`);
  },
};
