import { Injectable } from '@nestjs/common';
import { CONTACT_FIELDS } from '#conversation';
import type { ConversationEvent } from '#conversation';
import { SessionRepository, Triggers } from '#store';
import type { ContactPart, ContactRecord, ContactSource, StoredEvent } from '#store';
import type { Meant } from '../judging/judge-answer.js';

export interface ContactCaptured {
  tenantId: string;
  conversationId: string;
  contact: ContactRecord;
  isNew: boolean;
  /** What is new of the contact, or another than before. */
  parts: ContactPart[];
  source: ContactSource;
}

/** What is found out of what was said sets workflows off, in the transaction that keeps it. */
@Injectable()
export class FollowUps {
  constructor(
    private readonly triggers: Triggers,
    private readonly sessions: SessionRepository,
  ) {}

  /** A contact is new, or more is known of one. */
  async captured({ tenantId, conversationId, contact, parts, source }: ContactCaptured): Promise<void> {
    const { id: contactId, name, email, phone, company } = contact;
    const captured = CONTACT_FIELDS.filter((field) => parts.includes(field));
    if (captured.length === 0) return;
    const cause = {
      ...{ on: 'contact.captured' as const, tenantId, conversationId, id: source.eventId, at: source.at },
      ...(await this.talkOf(tenantId, source.sessionId)),
      facts: { contactId, name, email, phone, company, captured },
    };
    await this.triggers.fire([cause], Date.now());
  }

  /** It is known in what mood something was said. */
  async judged(stored: StoredEvent, event: ConversationEvent, sentiment: number): Promise<void> {
    if (event.type !== 'message.added') return;
    const { tenantId, conversationId, id } = stored;
    const { role, text } = event.payload;
    const cause = {
      ...{ on: 'sentiment' as const, tenantId, conversationId, id, at: Date.parse(stored.at) },
      ...(await this.talkOf(tenantId, stored.sessionId)),
      facts: { messageId: id, role, text, sentiment },
    };
    await this.triggers.fire([cause], Date.now());
  }

  /** It is known what somebody wants. A workflow that waits for several of it is told of the surest, once. */
  async meant(stored: StoredEvent, text: string, meant: readonly Meant[]): Promise<void> {
    if (meant.length === 0) return;
    const { tenantId, conversationId, id, sessionId } = stored;
    const common = {
      ...{ on: 'intent' as const, tenantId, conversationId, id, at: Date.parse(stored.at) },
      ...(await this.talkOf(tenantId, sessionId)),
    };
    const causes = meant.map(({ intent: { name, description }, confidence }) => ({
      ...common,
      facts: { intent: name, description, confidence, messageId: id, text },
    }));
    await this.triggers.fire(causes, Date.now());
  }

  private async talkOf(tenantId: string, sessionId: string) {
    const session = await this.sessions.find(tenantId, sessionId);
    return { sessionId, agentId: session?.agentId ?? null };
  }
}
