import { Injectable } from '@nestjs/common';
import type { Judgement, StoredEvent } from '../event/event.records.js';
import { toStoredEvent } from '../event/event.rows.js';
import { Store } from '../store.js';

/** Events that were kept and not read yet for what they say. */
@Injectable()
export class UnreadEventRepository {
  constructor(private readonly store: Store) {}

  /** Oldest first, of all tenants. */
  async next(limit: number): Promise<StoredEvent[]> {
    const rows = await this.store.db
      .selectFrom('unread_event')
      .innerJoin('event', (join) =>
        join
          .onRef('event.tenant_id', '=', 'unread_event.tenant_id')
          .onRef('event.id', '=', 'unread_event.id'),
      )
      .innerJoin('session', (join) =>
        join.onRef('session.tenant_id', '=', 'event.tenant_id').onRef('session.id', '=', 'event.session_id'),
      )
      .selectAll('event')
      .select('session.conversation_id')
      .orderBy('unread_event.received_at')
      .orderBy('unread_event.id')
      .limit(limit)
      .execute();
    return rows.map(toStoredEvent);
  }

  /** For `Store.write`, with what came of reading it. False when another has read it, or it was erased: nothing may come of it then. */
  async take({ tenantId, id }: Pick<StoredEvent, 'tenantId' | 'id'>): Promise<boolean> {
    const { numDeletedRows } = await this.store.write(() =>
      this.store.db
        .deleteFrom('unread_event')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    return numDeletedRows > 0n;
  }

  /** A language that a recogniser told stays. */
  async judge(
    { tenantId, id }: Pick<StoredEvent, 'tenantId' | 'id'>,
    { language, sentiment }: Judgement,
  ): Promise<void> {
    await this.store.write(() =>
      this.store.db
        .updateTable('message')
        .set((eb) => ({ sentiment, language: eb.fn.coalesce('language', eb.val(language)) }))
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute(),
    );
  }
}
