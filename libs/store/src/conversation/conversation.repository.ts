import type { SpokenMessage } from '#conversation';
import type { Page, PageRequest } from '../page.js';
import type { ConversationRecord, MessageRecord, NewConversation } from './conversation.records.js';

/** Conversations outlive sessions: a person who comes back goes on where they stopped. */
export abstract class ConversationRepository {
  /** The conversation of this id, made when it is new. */
  abstract ensure(conversation: NewConversation): Promise<ConversationRecord>;

  abstract find(tenantId: string, id: string): Promise<ConversationRecord | undefined>;

  /** Newest first. @throws BadInput when the cursor is not one of ours. */
  abstract list(tenantId: string, page: PageRequest): Promise<Page<ConversationRecord>>;

  /** Oldest first, by the time they were said. @throws BadInput when the cursor is not one of ours. */
  abstract messages(
    tenantId: string,
    conversationId: string,
    page: PageRequest,
  ): Promise<Page<MessageRecord>>;

  /** The last `limit` things said in a session, oldest first: what an agent that takes over has to know. */
  abstract history(tenantId: string, sessionId: string, limit: number): Promise<SpokenMessage[]>;
}
