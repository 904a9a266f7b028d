import { Injectable } from '@nestjs/common';
import type { SessionSummary } from '../session/session.records.js';
import { SUMMARY_COLUMNS, toSummary } from '../session/session.rows.js';
import { ConversationNotFound } from '../store.errors.js';
import { Store } from '../store.js';
import type { ConversationRecord, MessageRecord } from './conversation.records.js';
import { toConversation, toMessage } from './conversation.rows.js';

export type ExportedPart =
  | { type: 'conversation'; conversation: ConversationRecord }
  | { type: 'session'; session: SessionSummary }
  | { type: 'message'; message: MessageRecord };

const ROWS_AT_ONCE = 200;

/** A conversation as a whole, read piece by piece: neither memory nor the other talks feel how long it is. */
@Injectable()
export class ConversationExport {
  constructor(private readonly store: Store) {}

  /** The conversation, its sessions, then its messages in the order in which they were said. @throws ConversationNotFound */
  async *read(tenantId: string, conversationId: string): AsyncGenerator<ExportedPart> {
    const { reader } = this.store;
    const conversation = await reader
      .selectFrom('conversation')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', conversationId)
      .executeTakeFirst();
    if (!conversation) throw new ConversationNotFound(conversationId);
    yield { type: 'conversation', conversation: toConversation(conversation) };
    const sessions = await reader
      .selectFrom('session')
      .select(SUMMARY_COLUMNS)
      .where('tenant_id', '=', tenantId)
      .where('conversation_id', '=', conversationId)
      .orderBy('created_at')
      .execute();
    for (const session of sessions) yield { type: 'session', session: toSummary(session) };
    for await (const message of this.messages(tenantId, conversationId)) yield { type: 'message', message };
  }

  private async *messages(tenantId: string, conversationId: string): AsyncGenerator<MessageRecord> {
    let after: { at: number; id: string } | undefined;
    for (;;) {
      let query = this.store.reader
        .selectFrom('message')
        .selectAll()
        .where('tenant_id', '=', tenantId)
        .where('conversation_id', '=', conversationId);
      if (after) {
        const { at, id } = after;
        query = query.where((eb) => eb(eb.refTuple('at', 'id'), '>', eb.tuple(at, id)));
      }
      const rows = await query.orderBy('at').orderBy('id').limit(ROWS_AT_ONCE).execute();
      yield* rows.map(toMessage);
      after = rows.at(-1);
      if (rows.length < ROWS_AT_ONCE) return;
    }
  }
}
