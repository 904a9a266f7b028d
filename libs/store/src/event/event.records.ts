import type { EventEnvelope, RejectedEvent } from '#conversation';

/** What a message is like. */
export interface Judgement {
  /** ISO 639-1; null where it cannot be told. */
  language: string | null;
  /** −1 … 1; null where it cannot be told. */
  sentiment: number | null;
}

/** An event as it is kept. `ConversationEvent.parse` gives its payload a type. */
export interface StoredEvent extends EventEnvelope {
  tenantId: string;
  conversationId: string;
  /** Its place in the session: 1, 2, 3 … without gaps, in the order of arrival. */
  seq: number;
  /** Of what was said, once it was read and as far as that says more. */
  judgement?: Judgement;
}

export interface IngestOutcome {
  accepted: number;
  /** Events that were here before; they changed nothing. */
  duplicates: number;
  rejected: RejectedEvent[];
  /**
   * The accepted ones, by session in the order of their `seq`: what followers of a session are told. When a batch failed in its
   * middle, its first part is not told here nor when it comes again: a follower that misses a `seq` reads it with `events`.
   */
  applied: StoredEvent[];
  /** Sessions that these events ended: who brought them in cleans up after them. */
  ended: string[];
  /** What these events added to the cost of sessions, in millionths of a US dollar, where it is known. */
  spent: Map<string, number>;
  /** How many deliveries of workflows came of them. */
  fired: number;
}
