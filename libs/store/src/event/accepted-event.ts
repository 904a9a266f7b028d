import type { ConversationEvent, EventPayload, EventType } from '#conversation';
import type { StoredEvent } from './event.records.js';
import type { IngestedSession } from './ingested-session.js';

/** An event that is about to be written, with what deriving rows from it takes. */
export interface AcceptedEvent {
  stored: StoredEvent;
  /** Undefined for a type or version of a later time. */
  known: ConversationEvent | undefined;
  session: IngestedSession;
  at: number;
}

export interface TypedEvent<T extends EventType> extends AcceptedEvent {
  payload: EventPayload<T>;
}

export function ofType<T extends EventType>(events: readonly AcceptedEvent[], type: T): TypedEvent<T>[] {
  return events.flatMap((event) =>
    event.known && is(event.known, type) ? [{ ...event, payload: event.known.payload }] : [],
  );
}

function is<T extends EventType>(
  event: ConversationEvent,
  type: T,
): event is ConversationEvent & { type: T; payload: EventPayload<T> } {
  return event.type === type;
}
