import { sql } from 'kysely';
import type { Kysely } from 'kysely';

/** In which words the person was told that they are recorded. */
export const recordingNotice = {
  async up(db: Kysely<never>): Promise<void> {
    await sql`alter table recording add column notice text`.execute(db);
  },
};
