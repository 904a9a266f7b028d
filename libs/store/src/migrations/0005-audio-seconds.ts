import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { wordsOf } from '../database/dialect.js';

/** Sound that recognisers were given; `seconds` is the time that vendors took over their answers. */
export const audioSeconds = {
  async up(db: Kysely<never>): Promise<void> {
    const { real } = wordsOf(db);
    await sql`alter table usage add column audio_seconds ${real} not null default 0`.execute(db);
  },
};
