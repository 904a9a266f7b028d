import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { wordsOf } from '../database/dialect.js';

/** Work that one of several api processes does for all of them. */
export const leases = {
  async up(db: Kysely<never>): Promise<void> {
    const { time, strict } = wordsOf(db);
    await sql`create table lease (
      tenant_id text not null,
      name text not null,
      holder text not null,
      expires_at ${time} not null,
      primary key (tenant_id, name)
    ) ${strict}`.execute(db);
  },
};
