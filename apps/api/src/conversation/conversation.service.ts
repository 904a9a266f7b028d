import { Injectable } from '@nestjs/common';
import { ConversationNotFound, ConversationRepository } from '#store';
import type { ConversationRecord, MessageRecord, PageRequest } from '#store';
import { addLogFields } from '#telemetry';
import type { Caller } from '../access/caller.js';
import type { ConversationDto, MessageDto, MessagePageDto } from './conversation.dto.js';

@Injectable()
export class ConversationService {
  constructor(private readonly conversations: ConversationRepository) {}

  async read(caller: Caller, id: string): Promise<ConversationDto> {
    return conversationView(await this.find(caller, id));
  }

  async messages(caller: Caller, id: string, page: PageRequest): Promise<MessagePageDto> {
    await this.find(caller, id);
    const { items, nextCursor } = await this.conversations.messages(caller.tenantId, id, page);
    return { items: items.map(messageView), nextCursor };
  }

  private async find({ tenantId }: Caller, id: string): Promise<ConversationRecord> {
    const conversation = await this.conversations.find(tenantId, id);
    if (!conversation) throw new ConversationNotFound(id);
    addLogFields({ conversationId: id });
    return conversation;
  }
}

function conversationView(conversation: ConversationRecord): ConversationDto {
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

function messageView(message: MessageRecord): MessageDto {
  const { id, sessionId, seq, role, text, heardText, interrupted } = message;
  const { language, sentiment, latency, costMicros, participant, source } = message;
  return {
    id,
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
