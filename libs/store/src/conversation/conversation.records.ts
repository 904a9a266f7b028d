import type { SessionDoor, TurnLatency } from '#conversation';

export interface ConversationRecord {
  tenantId: string;
  id: string;
  /** How the person first reached us. */
  channel: SessionDoor;
  contactId: string | null;
  /** The client's name for the person, when it gave one. */
  userId: string | null;
  metadata: Record<string, unknown>;
  createdAt: number;
  /** When the last message was said, null before the first one. */
  lastMessageAt: number | null;
}

export interface NewConversation {
  tenantId: string;
  id: string;
  channel: SessionDoor;
  userId: string | null;
  metadata: Record<string, unknown>;
  now: number;
}

export interface MessageRecord {
  tenantId: string;
  /** The id of the event it comes from. */
  id: string;
  conversationId: string;
  sessionId: string;
  /** Its place in the feed of the session. */
  seq: number;
  role: 'user' | 'agent';
  text: string;
  /** What was heard of an answer that was cut short; null when all of it. */
  heardText: string | null;
  interrupted: boolean;
  language: string | null;
  /** −1 … 1, null while nobody judged it. */
  sentiment: number | null;
  latency: TurnLatency | null;
  /** Millionths of a US dollar, null while no price is known. */
  costMicros: number | null;
  /** Identity of the person who said it, null for the agent. */
  participant: string | null;
  source: 'speech' | 'text' | 'recording';
  at: number;
}
