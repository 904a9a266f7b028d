import type { Insertable } from 'kysely';
import type { EventPayload } from '#conversation';
import type { UsageTable } from '../database/tables.js';

/** Where and when something was used, and what it cost in millionths of a US dollar: null when that is not known. */
export interface UsagePlace {
  tenantId: string;
  id: string;
  sessionId: string;
  agentId: string;
  costMicros: number | null;
  at: number;
}

export function usageRow(place: UsagePlace, used: EventPayload<'usage.added'>): Insertable<UsageTable> {
  return {
    tenant_id: place.tenantId,
    id: place.id,
    session_id: place.sessionId,
    agent_id: place.agentId,
    vendor: used.vendor,
    model: used.model,
    input_tokens: used.inputTokens,
    output_tokens: used.outputTokens,
    cached_tokens: used.cachedTokens,
    input_audio_tokens: used.inputAudioTokens,
    output_audio_tokens: used.outputAudioTokens,
    characters: used.characters ?? 0,
    audio_seconds: used.audioSeconds ?? 0,
    seconds: used.seconds,
    cost_micros: place.costMicros,
    at: place.at,
  };
}
