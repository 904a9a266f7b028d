import { ConversationEvent } from '#conversation';
import type { Interim } from '#conversation';
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

/**
 * What somebody is saying, as far as it is understood, between the lines of what happened. It is told to those who follow at that moment
 * and is nowhere to be read later: it has no place in the session, thus no `seq`, and `?after=` knows nothing of it. It holds until
 * the next line with a `text` of that role: another interim, or the message itself, after which none of its interims comes any more.
 * Who reads slowly misses some.
 */
export interface InterimLine {
  role: 'user' | 'agent';
  /** All of it so far. */
  text: string;
  final: false;
  is_final: false;
  type: 'message.interim';
  /** Identity of the person who says it, null for the agent. */
  participant: string | null;
  /** ISO 8601, UTC. */
  at: string;
}

export function interimLine({ role, text, participant, at }: Interim): InterimLine {
  return { role, text, final: false, is_final: false, type: 'message.interim', participant, at };
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
