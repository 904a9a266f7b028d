import { ConversationEvent } from '#conversation';
import type { StoredEvent } from '#store';

/**
 * What a follower of a session reads, one JSON text a line. The first fields are seed S4's, whose browser reads `role`, `text`, `event` and
 * `final`, while its server wrote `is_final`.
 */
export interface TranscriptLine {
  role: 'user' | 'agent';
  /** Of what somebody said. */
  text?: string;
  /** Of everything else: `speech_started`, `speech_ended`, `tool_called`, `tool_finished`, `interrupted`, `state`, … */
  event?: string;
  final: true;
  is_final: true;
  /** Of what was said, to those who come later: it is read after it was told. */
  language?: string | null;
  /** −1 … 1 */
  sentiment?: number | null;
  /** Its place in the session: what `?after=` means. */
  seq: number;
  type: string;
  /** ISO 8601, UTC. */
  at: string;
  /** The whole of the event, as `GET /session/{id}/events` has it. */
  payload: Record<string, unknown>;
}

type Told = Pick<TranscriptLine, 'role' | 'text' | 'event'>;

/** Every event is told, those of a kind that this version does not know as well. */
export function transcriptLine(stored: StoredEvent): TranscriptLine {
  const { seq, type, at, payload, judgement } = stored;
  return { ...toldOf(stored), ...judgement, final: true, is_final: true, seq, type, at, payload };
}

function toldOf(stored: StoredEvent): Told {
  const known = ConversationEvent.parse(stored);
  if (!known) return { role: 'agent', event: named(stored.type) };
  const { type, payload } = known;
  switch (type) {
    case 'message.added':
      return { role: payload.role, text: payload.heardText ?? payload.text };
    case 'speech.started':
      return { role: payload.speaker, event: 'speech_started' };
    case 'speech.stopped':
      return { role: payload.speaker, event: 'speech_ended' };
    case 'person.joined':
    case 'person.left':
      return { role: 'user', event: named(type) };
    default:
      return { role: 'agent', event: named(type) };
  }
}

function named(type: string): string {
  return type.replaceAll('.', '_');
}
