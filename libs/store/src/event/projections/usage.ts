import type { Insertable } from 'kysely';
import type { EventPayload } from '#conversation';
import type { UsageTable } from '../../database/tables.js';
import type { Store } from '../../store.js';
import { ofType } from '../accepted-event.js';
import type { AcceptedEvent, TypedEvent } from '../accepted-event.js';

/** Millionths of a US dollar; null when it is not known. */
export type CostMicros = (usage: EventPayload<'usage.added'>) => number | null;

/** @returns what was added to the known cost of each session */
export async function projectUsage(
  { db }: Store,
  events: readonly AcceptedEvent[],
  costMicros: CostMicros,
): Promise<Map<string, number>> {
  const spent = new Map<string, number>();
  const added = ofType(events, 'usage.added');
  if (!added.length) return spent;
  const rows = added.map((event) => toRow(event, costMicros(event.payload)));
  await db.insertInto('usage').values(rows).execute();
  for (const { session_id: id, cost_micros: cost } of rows) {
    if (cost) spent.set(id, (spent.get(id) ?? 0) + cost);
  }
  return spent;
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
