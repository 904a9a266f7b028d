import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** Whom another backend knows the person as, and what finds that which is old, or somebody's. */
export const whatIsKept = {
  async up(db: Kysely<never>): Promise<void> {
    await sql`alter table session add column verified_user_id text`.execute(db);
    await sql`create index session_age on session (ended_at, id) where state = 'ended'`.execute(db);
    await sql`create index session_of_person on session (tenant_id, person_identity)
      where person_identity is not null`.execute(db);
    await sql`create index call_of_conversation on call (tenant_id, conversation_id)
      where conversation_id is not null`.execute(db);
    await sql`create index outbox_of_conversation on outbox (tenant_id, conversation_id)
      where conversation_id is not null`.execute(db);
  },
};
