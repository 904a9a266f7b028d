import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { lockContacts } from '../contact/contact-lookup.js';
import { ENDED } from '../session/session.rows.js';
import { ConversationLive, ConversationNotFound } from '../store.errors.js';
import { Store } from '../store.js';
import { Slices } from './slices.js';

export interface Erased {
  conversations: number;
  sessions: number;
  messages: number;
  events: number;
}

/** Whom a conversation was with: as a contact of ours, or by the client's name for them. */
export type Person = { contactId: string } | { userId: string };

const NOTHING: Erased = { conversations: 0, sessions: 0, messages: 0, events: 0 };

/** What holds a person's words or data, by session. `usage` and `audit` stay: they count and witness, and name nobody. */
const OF_SESSION = ['outbox', 'recording', 'tool_call'] as const;

/**
 * Erases for good, in short steps. A crash in its middle leaves less than there was, and the conversation last: asked again, it goes
 * on where it stopped. What an agent still sends of an erased session is refused.
 */
@Injectable()
export class ErasureRepository {
  constructor(private readonly store: Store) {}

  /** @throws ConversationNotFound @throws ConversationLive while somebody talks in it */
  async conversation(tenantId: string, conversationId: string): Promise<Erased> {
    const sessions = await this.sessionsOf(tenantId, conversationId);
    const erased = { ...NOTHING, sessions: sessions.length };
    const slices = new Slices();
    for (const session of sessions) {
      for (const table of OF_SESSION) await this.cut(slices, table, { tenantId, session });
      erased.messages += await this.cut(slices, 'message', { tenantId, session });
      erased.events += await this.cut(slices, 'event', { tenantId, session });
    }
    await this.store.write(async () => {
      const { db } = this.store;
      await db
        .deleteFrom('session')
        .where('tenant_id', '=', tenantId)
        .where('conversation_id', '=', conversationId)
        .execute();
      await db
        .deleteFrom('conversation')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', conversationId)
        .execute();
    });
    return { ...erased, conversations: 1 };
  }

  /** All that was said with somebody, and what we know of them. @throws ConversationLive while they talk */
  async person(tenantId: string, person: Person): Promise<Erased> {
    const erased = { ...NOTHING };
    do {
      for (const id of await this.conversationsOf(tenantId, person)) {
        const one = await this.conversation(tenantId, id);
        erased.conversations += one.conversations;
        erased.sessions += one.sessions;
        erased.messages += one.messages;
        erased.events += one.events;
      }
    } while ('contactId' in person && !(await this.contact(tenantId, person)));
    return erased;
  }

  /** And all that were merged into it. False when they talked again meanwhile: that is still to be erased. */
  private contact(tenantId: string, person: { contactId: string }): Promise<boolean> {
    return this.store.write(async () => {
      await lockContacts(this.store, tenantId);
      if ((await this.conversationsOf(tenantId, person)).length > 0) return false;
      await this.store.db
        .deleteFrom('contact')
        .where('tenant_id', '=', tenantId)
        .where((eb) => eb.or([eb('id', '=', person.contactId), eb('merged_into', '=', person.contactId)]))
        .execute();
      return true;
    });
  }

  private async sessionsOf(tenantId: string, conversationId: string): Promise<string[]> {
    const { db } = this.store;
    const conversation = await db
      .selectFrom('conversation')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', conversationId)
      .executeTakeFirst();
    if (!conversation) throw new ConversationNotFound(conversationId);
    const live = await db
      .selectFrom('session')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('conversation_id', '=', conversationId)
      .where('state', '<>', ENDED)
      .executeTakeFirst();
    if (live) throw new ConversationLive(conversationId, live.id);
    const sessions = await db
      .selectFrom('session')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where('conversation_id', '=', conversationId)
      .execute();
    return sessions.map(({ id }) => id);
  }

  private async conversationsOf(tenantId: string, person: Person): Promise<string[]> {
    const [column, id] =
      'contactId' in person
        ? (['contact_id', person.contactId] as const)
        : (['user_id', person.userId] as const);
    const rows = await this.store.db
      .selectFrom('conversation')
      .select('id')
      .where('tenant_id', '=', tenantId)
      .where(column, '=', id)
      .execute();
    return rows.map((row) => row.id);
  }

  /** Rows of one session, slice by slice. */
  private cut(
    slices: Slices,
    table: (typeof OF_SESSION)[number] | 'message' | 'event',
    { tenantId, session }: { tenantId: string; session: string },
  ): Promise<number> {
    const row = this.rowOf(table);
    return slices.run(async (limit) => {
      const { numAffectedRows } = await this.store.write(() =>
        sql`delete from ${sql.table(table)} where ${row} in (
          select ${row} from ${sql.table(table)}
          where tenant_id = ${tenantId} and session_id = ${session} limit ${limit})`.execute(this.store.db),
      );
      return Number(numAffectedRows ?? 0n);
    });
  }

  /** How each database names a row by itself, whatever the table's key is. */
  private rowOf(table: string): RawBuilder<unknown> {
    if (this.store.kind === 'postgres') return sql`ctid`;
    return table === 'message' ? sql`row_number` : sql`rowid`;
  }
}
