import type { Insertable } from 'kysely';
import type { EventPayload } from '#conversation';
import type { UsageTable } from '../../database/tables.js';
import type { Store } from '../../store.js';
import { ofType } from '../accepted-event.js';
import type { AcceptedEvent, TypedEvent } from '../accepted-event.js';

/** Millionths of a US dollar; null when it is not known. */
export type CostMicros = (usage: EventPayload<'usage.added'>) => number | null;

export async function projectUsage(
  { db }: Store,
  events: readonly AcceptedEvent[],
  costMicros: CostMicros,
): Promise<void> {
  const added = ofType(events, 'usage.added');
  if (!added.length) return;
  const rows = added.map((event) => toRow(event, costMicros(event.payload)));
  await db.insertInto('usage').values(rows).execute();
}

function toRow(
  { stored, payload, session, at }: TypedEvent<'usage.added'>,
  costMicros: number | null,
): Insertable<UsageTable> {
  return {
    tenant_id: stored.tenantId,
    id: stored.id,
    session_id: stored.sessionId,
    agent_id: session.row.agent_id,
    vendor: payload.vendor,
    model: payload.model,
    input_tokens: payload.inputTokens,
    output_tokens: payload.outputTokens,
    cached_tokens: payload.cachedTokens,
    input_audio_tokens: payload.inputAudioTokens,
    output_audio_tokens: payload.outputAudioTokens,
    characters: payload.characters ?? 0,
    audio_seconds: payload.audioSeconds ?? 0,
    seconds: payload.seconds,
    cost_micros: costMicros,
    at,
  };
}
