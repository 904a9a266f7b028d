import type { EventEnvelope, RejectedEvent } from '#conversation';

/** An event as it is kept. `ConversationEvent.parse` gives its payload a type. */
export interface StoredEvent extends EventEnvelope {
  tenantId: string;
  conversationId: string;
  /** Its place in the session: 1, 2, 3 … without gaps, in the order of arrival. */
  seq: number;
}

export interface IngestOutcome {
  accepted: number;
  /** Events that were here before; they changed nothing. */
  duplicates: number;
  rejected: RejectedEvent[];
  /** The accepted ones, in the order of their `seq`: what followers of the session are told. */
  applied: StoredEvent[];
}

/** Everything that happened, once each. Messages, tool calls, usage and the state of sessions are derived here. */
export abstract class EventRepository {
  /**
   * Keeps events and what follows from them. Safe to repeat, in any order and any cut: an id counts once. Long batches are written
   * in slices, each a transaction of its own; when one fails, those before it stay and the sender repeats the batch.
   *
   * An event of a claim that was superseded is refused, unless it happened before that claim was fenced. Types and versions
   * that are not known here are kept as they are.
   *
   * @throws StoreUnavailable
   */
  abstract ingest(envelopes: readonly EventEnvelope[], now: number): Promise<IngestOutcome>;

  /** The feed of a session after a place in it, oldest first. */
  abstract events(
    tenantId: string,
    sessionId: string,
    range: { afterSeq: number; limit: number },
  ): Promise<StoredEvent[]>;
}
