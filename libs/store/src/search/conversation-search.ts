import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { RawBuilder, SqlBool } from 'kysely';
import type { MessageRecord } from '../conversation/conversation.records.js';
import { toMessage } from '../conversation/conversation.rows.js';
import { pageOf, placeOf } from '../cursor.js';
import type { Page, PageRequest } from '../page.js';
import { Store } from '../store.js';
import { searchWords } from './search-words.js';

/** Messages that can be looked up one by one and sorted in no time. */
const FEW = 1_000;

/** Full text of what was said. A query of common words reads much: it holds up no talk. */
@Injectable()
export class ConversationSearch {
  constructor(private readonly store: Store) {}

  /**
   * Messages that have all the words, the last one also as a beginning; accents and case do not count. Newest first; none for a
   * text without words.
   *
   * @throws BadInput when the cursor is not one of ours.
   */
  async messages(
    tenantId: string,
    text: string,
    { limit, cursor }: PageRequest,
  ): Promise<Page<MessageRecord>> {
    const place = cursor === undefined ? undefined : placeOf(cursor);
    const words = searchWords(text);
    if (!words.length) return { items: [], nextCursor: null };
    let query = this.store.reader
      .selectFrom('message')
      .selectAll()
      .where(await this.has(words, tenantId));
    if (place) {
      query = query.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(place.at, place.id)));
    }
    const rows = await query
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, ({ at, id }) => ({ at, id }), toMessage);
  }

  private async has(words: readonly string[], tenantId: string): Promise<RawBuilder<SqlBool>> {
    switch (this.store.kind) {
      case 'sqlite': {
        const query = `${words.map((word) => `"${word}"`).join(' ')}*`;
        const found = sql`select rowid from message_search where message_search match ${query}`;
        // The plus keeps SQLite from the way through time: the newest of many are soon met there, a few only after all others.
        const tenant = (await this.areFew(found)) ? sql`+tenant_id` : sql`tenant_id`;
        return sql<SqlBool>`${tenant} = ${tenantId} and row_number in (${found})`;
      }
      case 'postgres': {
        const query = `${words.map((word) => `'${word}'`).join(' & ')}:*`;
        return sql<SqlBool>`tenant_id = ${tenantId} and search @@ to_tsquery('simple', ${query})`;
      }
    }
  }

  private async areFew(found: RawBuilder<unknown>): Promise<boolean> {
    const { rows } = await sql`${found} limit ${FEW + 1}`.execute(this.store.reader);
    return rows.length <= FEW;
  }
}
