import type { Selectable } from 'kysely';
import { z } from 'zod';
import { TurnLatency } from '#conversation';
import { fromJson } from '../database/json.js';
import type { ConversationTable, MessageTable } from '../database/tables.js';
import type { ConversationRecord, MessageRecord } from './conversation.records.js';

const Metadata = z.record(z.string(), z.unknown());

export function toConversation(row: Selectable<ConversationTable>): ConversationRecord {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    channel: row.channel,
    contactId: row.contact_id,
    userId: row.user_id,
    metadata: fromJson(Metadata, row.metadata),
    createdAt: row.created_at,
    lastMessageAt: row.last_message_at,
  };
}

export function toMessage(row: Selectable<MessageTable>): MessageRecord {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    conversationId: row.conversation_id,
    sessionId: row.session_id,
    seq: row.seq,
    role: row.role,
    text: row.text,
    heardText: row.heard_text,
    interrupted: row.interrupted === 1,
    language: row.language,
    sentiment: row.sentiment,
    latency: row.latency === null ? null : fromJson(TurnLatency, row.latency),
    costMicros: row.cost_micros,
    participant: row.participant,
    source: row.source,
    at: row.at,
  };
}
