import { Injectable } from '@nestjs/common';
import type { LeasedItem, MirroredMessage, SessionRecord } from '#store';
import { ChatClient } from '../chat/chat.client.js';
import { Delivery } from '../outbox/delivery.js';
import type { Outcome } from '../outbox/delivery.js';
import { SessionMirror } from './session-mirror.js';
import type { MirrorSink } from './session-mirror.js';

export const CHAT_SESSION = 'chat.session';

/** Tells the chat service of seed S3 what is said in its conversations, and that they ended. It does not know every conversation. */
@Injectable()
export class ChatSessionDelivery extends Delivery implements MirrorSink {
  readonly kind = CHAT_SESSION;
  /** A line that is there twice is better than one that is missing. */
  readonly repeatable = true;

  constructor(
    private readonly chat: ChatClient,
    private readonly mirror: SessionMirror,
  ) {
    super();
  }

  async deliver(item: LeasedItem, signal: AbortSignal): Promise<Outcome> {
    if (!this.chat.isThere) return { outcome: 'blocked', error: 'The chat service is not configured.' };
    return this.mirror.tell(item, this, signal);
  }

  say(
    { conversationId }: SessionRecord,
    { role, text }: MirroredMessage,
    signal: AbortSignal,
  ): Promise<boolean> {
    return this.chat.addMessage({ conversationId, role, text }, signal);
  }

  end({ conversationId, endedAt }: SessionRecord, signal: AbortSignal): Promise<boolean> {
    return this.chat.endConversation(conversationId, endedAt ?? Date.now(), signal);
  }
}
