import type { ConversationRecord, MessageRecord } from '#store';
import type { ConversationDto, MessageDto } from './conversation.dto.js';

export function conversationView(conversation: ConversationRecord): ConversationDto {
  const { id, channel, contactId, userId, metadata, createdAt, lastMessageAt } = conversation;
  return {
    id,
    channel,
    contactId,
    userId,
    metadata,
    createdAt: new Date(createdAt).toISOString(),
    lastMessageAt: lastMessageAt === null ? null : new Date(lastMessageAt).toISOString(),
  };
}

export function messageView(message: MessageRecord): MessageDto {
  const { id, conversationId, sessionId, seq, role, text, heardText, interrupted } = message;
  const { language, sentiment, latency, costMicros, participant, source } = message;
  return {
    id,
    conversationId,
    sessionId,
    seq,
    role,
    text,
    heardText,
    interrupted,
    language,
    sentiment,
    latency,
    cost: costMicros === null ? null : costMicros / 1e6,
    participant,
    source,
    at: new Date(message.at).toISOString(),
  };
}
