import type { Kysely } from 'kysely';
import { wordsOf } from '../../database/dialect.js';
import { createFollowUps } from './follow-ups.js';
import { createLedgers } from './ledgers.js';
import { createMessageSearch } from './message-search.js';
import { createTalks } from './talks.js';

/**
 * The whole model, so that later features fill tables and do not move them.
 *
 * Every row has a tenant, every unique key begins with it: no tenant can feel another's rows. The exceptions say why. Ids are text,
 * times are milliseconds since 1970 in UTC, truth is 0 or 1, money is millionths of a US dollar.
 */
export const model = {
  async up(db: Kysely<never>): Promise<void> {
    const words = wordsOf(db);
    await createTalks(db, words);
    await createMessageSearch(db);
    await createFollowUps(db, words);
    await createLedgers(db, words);
  },
};
