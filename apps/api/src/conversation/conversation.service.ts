import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { ConversationExport, ConversationNotFound, ConversationRepository, ConversationSearch } from '#store';
import type { ConversationRecord, Erased, PageRequest } from '#store';
import { addLogFields } from '#telemetry';
import type { Caller } from '../access/caller.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { ErasureService } from '../erasure/erasure.service.js';
import { conversationView, messageView } from './conversation-view.js';
import type { ConversationDto, ConversationPageDto, MessagePageDto } from './conversation.dto.js';
import { written } from './transcript-formats.js';
import type { ExportFormat } from './transcript-formats.js';

@Injectable()
export class ConversationService {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly finder: ConversationSearch,
    private readonly exporter: ConversationExport,
    private readonly erasure: ErasureService,
    private readonly audit: AuditTrail,
  ) {}

  async list({ tenantId }: Caller, page: PageRequest): Promise<ConversationPageDto> {
    const { items, nextCursor } = await this.conversations.list(tenantId, page);
    return { items: items.map(conversationView), nextCursor };
  }

  async read(caller: Caller, id: string): Promise<ConversationDto> {
    return conversationView(await this.find(caller, id));
  }

  async messages(caller: Caller, id: string, page: PageRequest): Promise<MessagePageDto> {
    await this.find(caller, id);
    const { items, nextCursor } = await this.conversations.messages(caller.tenantId, id, page);
    return { items: items.map(messageView), nextCursor };
  }

  /** What was said with these words in it, newest first. */
  async search({ tenantId }: Caller, words: string, page: PageRequest): Promise<MessagePageDto> {
    const { items, nextCursor } = await this.finder.messages(tenantId, words, page);
    return { items: items.map(messageView), nextCursor };
  }

  /** As long as it may be: it is written while it is read. @throws ConversationNotFound */
  async export(caller: Caller, id: string, format: ExportFormat): Promise<Readable> {
    await this.find(caller, id); // before the answer begins
    return Readable.from(written(format, this.exporter.read(caller.tenantId, id)));
  }

  /** @throws ConversationNotFound @throws ConversationLive while somebody talks in it */
  async erase({ tenantId }: Caller, id: string): Promise<Erased> {
    const erased = await this.erasure.conversation(tenantId, id);
    await this.audit.record('conversation.erased', { tenantId, id }, { detail: { ...erased } });
    return erased;
  }

  private async find({ tenantId }: Caller, id: string): Promise<ConversationRecord> {
    const conversation = await this.conversations.find(tenantId, id);
    if (!conversation) throw new ConversationNotFound(id);
    addLogFields({ conversationId: id });
    return conversation;
  }
}
