import { Injectable } from '@nestjs/common';
import type { Judgement, StoredEvent } from '../event/event.records.js';
import { eventsInSessions } from '../event/events-in-sessions.js';
import { toStoredEvent } from '../event/event.rows.js';
import { Store } from '../store.js';

/** Events that were kept and not read yet for what they say. */
@Injectable()
export class UnreadEventRepository {
  constructor(private readonly store: Store) {}

  /** Oldest first, of all tenants. */
  async next(limit: number): Promise<StoredEvent[]> {
    const rows = await eventsInSessions(this.store)
      .innerJoin('unread_event', (join) =>
        join
          .onRef('unread_event.tenant_id', '=', 'event.tenant_id')
          .onRef('unread_event.id', '=', 'event.id'),
      )
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
