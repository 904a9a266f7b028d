import type {
  RealtimeServerEvent,
  SessionCreatedEvent,
  SessionUpdatedEvent,
} from 'openai/resources/realtime/realtime';
import { newOpenAiId } from '../openai-id.js';
import type { OpenAiErrorBody } from '../openai.errors.js';
import type { SessionView } from './session-settings.js';

type Unstamped<Event> = Event extends { event_id: string } ? Omit<Event, 'event_id'> : never;

/** What is off in a session is null on the wire, which the vendor's package types for only some of the fields. */
interface SessionEvent<Type> {
  type: Type;
  session: SessionView;
}

/** What the server says, as the vendor's own package types it; the `event_id` is put on when it leaves. */
export type ServerEvent =
  | Unstamped<Exclude<RealtimeServerEvent, SessionCreatedEvent | SessionUpdatedEvent>>
  | SessionEvent<'session.created'>
  | SessionEvent<'session.updated'>;

export type Send = (event: ServerEvent) => void;

export function stamp<Event extends { type: string }>(event: Event): Event & { event_id: string } {
  return { event_id: newOpenAiId('event'), ...event };
}

/** Most errors leave the session open. `eventId` is the client event that was refused. */
export function errorEvent(error: OpenAiErrorBody, eventId?: string): ServerEvent {
  return { type: 'error', error: { ...error, event_id: eventId ?? null } };
}
