import { Injectable } from '@nestjs/common';
import type { StoredEvent } from '../event/event.records.js';
import { eventsInSessions } from '../event/events-in-sessions.js';
import { toStoredEvent } from '../event/event.rows.js';
import { Store } from '../store.js';

/** What a person said that a language model is still to be asked about. */
export interface UnjudgedMessage {
  event: StoredEvent;
  /** When it was noted, ms. */
  notedAt: number;
  /** How often the model was asked in vain. */
  attempts: number;
}

export interface SaidBefore {
  role: 'user' | 'agent';
  text: string;
}

type Key = Pick<StoredEvent, 'tenantId' | 'id'>;

/** Messages that wait for a language model: noted with the event that was read, gone with what came of it. */
@Injectable()
export class UnjudgedMessageRepository {
  constructor(private readonly store: Store) {}

  /** For `Store.write`, with the reading of the event. */
  async note({ tenantId, id, sessionId }: Key & Pick<StoredEvent, 'sessionId'>, now: number): Promise<void> {
    await this.store.write(() =>
      this.store.db
        .insertInto('unjudged_message')
        .values({ tenant_id: tenantId, id, session_id: sessionId, noted_at: now, due_at: now, attempts: 0 })
        .execute(),
    );
  }

  /** Those whose time has come, of all tenants, the one that waits longest first. */
  async due(now: number, limit: number): Promise<UnjudgedMessage[]> {
    const rows = await eventsInSessions(this.store)
      .innerJoin('unjudged_message as mark', (join) =>
        join.onRef('mark.tenant_id', '=', 'event.tenant_id').onRef('mark.id', '=', 'event.id'),
      )
      .select(['mark.noted_at', 'mark.attempts'])
      .where('mark.due_at', '<=', now)
      .orderBy('mark.due_at')
      .orderBy('mark.id')
      .limit(limit)
      .execute();
    return rows.map(({ noted_at, attempts, ...row }) => ({
      event: toStoredEvent(row),
      notedAt: noted_at,
      attempts,
    }));
  }

  /** The last `limit` things said in the conversation before that, oldest first. */
  async before(
    { tenantId, conversationId, id, at }: Pick<StoredEvent, 'tenantId' | 'conversationId' | 'id' | 'at'>,
    limit: number,
  ): Promise<SaidBefore[]> {
    const rows = await this.store.db
      .selectFrom('message')
      .select(['role', 'text', 'heard_text'])
      .where('tenant_id', '=', tenantId)
      .where('conversation_id', '=', conversationId)
      .where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(Date.parse(at), id)))
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.reverse().map(({ role, text, heard_text }) => ({ role, text: heard_text ?? text }));
  }

  /** Asked in vain: `attempts` times by now, and again at `dueAt`. */
  async postpone({ tenantId, id }: Key, attempts: number, dueAt: number): Promise<void> {
    await this.store.write(() =>
      this.store.db
        .updateTable('unjudged_message')
        .set({ attempts, due_at: dueAt })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute(),
    );
  }

  /** For `Store.write`, with what came of it. False when another was faster, or it was erased: nothing may come of it then. */
  async take({ tenantId, id }: Key): Promise<boolean> {
    const { numDeletedRows } = await this.store.write(() =>
      this.store.db
        .deleteFrom('unjudged_message')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    return numDeletedRows > 0n;
  }
}
