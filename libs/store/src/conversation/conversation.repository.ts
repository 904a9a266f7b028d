import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { PastToolCall, SpokenMessage } from '#conversation';
import { contactOfUser } from '../contact/contact-lookup.js';
import { pageOf, placeOf } from '../cursor.js';
import type { Page, PageRequest } from '../page.js';
import { Store } from '../store.js';
import type { ConversationRecord, MessageRecord, NewConversation } from './conversation.records.js';
import { toConversation, toMessage } from './conversation.rows.js';
import { fromJson, toJson } from '../database/json.js';

const Arguments = z.record(z.string(), z.unknown());

/** Conversations outlive sessions: a person who comes back goes on where they stopped. */
@Injectable()
export class ConversationRepository {
  constructor(private readonly store: Store) {}

  /** The conversation of this id, made when it is new, and with whom it is if they were here before; one that is known stays as it is. */
  ensure({ tenantId, id, channel, userId, metadata, now }: NewConversation): Promise<ConversationRecord> {
    return this.store.write(async () => {
      const known = await this.find(tenantId, id);
      if (known) return known;
      const contact = await contactOfUser(this.store, tenantId, userId);
      const row = await this.store.db
        .insertInto('conversation')
        .values({
          tenant_id: tenantId,
          id,
          channel,
          contact_id: contact?.id ?? null,
          user_id: userId,
          metadata: toJson(metadata),
          created_at: now,
          last_message_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return toConversation(row);
    });
  }

  async find(tenantId: string, id: string): Promise<ConversationRecord | undefined> {
    const row = await this.store.db
      .selectFrom('conversation')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row && toConversation(row);
  }

  /** Newest first. @throws BadInput when the cursor is not one of ours. */
  async list(tenantId: string, { limit, cursor }: PageRequest): Promise<Page<ConversationRecord>> {
    let query = this.store.db.selectFrom('conversation').selectAll().where('tenant_id', '=', tenantId);
    if (cursor !== undefined) {
      const { at, id } = placeOf(cursor);
      query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(at, id)));
    }
    const rows = await query
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, (row) => ({ at: row.created_at, id: row.id }), toConversation);
  }

  /** Oldest first, by the time they were said. @throws BadInput when the cursor is not one of ours. */
  async messages(
    tenantId: string,
    conversationId: string,
    { limit, cursor }: PageRequest,
  ): Promise<Page<MessageRecord>> {
    let query = this.store.db
      .selectFrom('message')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('conversation_id', '=', conversationId);
    if (cursor !== undefined) {
      const { at, id } = placeOf(cursor);
      query = query.where((eb) => eb(eb.refTuple('at', 'id'), '>', eb.tuple(at, id)));
    }
    const rows = await query
      .orderBy('at')
      .orderBy('id')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, ({ at, id }) => ({ at, id }), toMessage);
  }

  /** The last `limit` things said in a session, oldest first: what an agent that takes over has to know. */
  async history(tenantId: string, sessionId: string, limit: number): Promise<SpokenMessage[]> {
    const rows = await this.store.db
      .selectFrom('message')
      .select(['role', 'text', 'heard_text', 'interrupted', 'at'])
      .where('tenant_id', '=', tenantId)
      .where('session_id', '=', sessionId)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.reverse().map(({ role, text, heard_text, interrupted, at }) => ({
      role,
      text,
      heardText: heard_text,
      interrupted: interrupted === 1,
      at: new Date(at).toISOString(),
    }));
  }

  /** The last `limit` tools that were used in a session, oldest first. */
  async toolCalls(tenantId: string, sessionId: string, limit: number): Promise<PastToolCall[]> {
    const rows = await this.store.db
      .selectFrom('tool_call')
      .select(['call_id', 'name', 'arguments', 'result', 'called_at'])
      .where('tenant_id', '=', tenantId)
      .where('session_id', '=', sessionId)
      .where('called_at', 'is not', null)
      .orderBy('called_at', 'desc')
      .orderBy('call_id', 'desc')
      .limit(limit)
      .execute();
    return rows.reverse().map(({ call_id, name, arguments: args, result, called_at }) => ({
      callId: call_id,
      name,
      arguments: fromJson(Arguments, args ?? {}),
      result,
      at: new Date(called_at ?? 0).toISOString(),
    }));
  }
}
