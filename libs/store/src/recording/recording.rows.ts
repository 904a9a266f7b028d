import type { Selectable } from 'kysely';
import { z } from 'zod';
import { fromJson } from '../database/json.js';
import type { RecordingTable } from '../database/tables.js';
import type { RecordingRecord } from './recording.records.js';

export const Segments = z.array(
  z.object({ name: z.string(), startMs: z.number(), durationMs: z.number(), bytes: z.number() }),
);

export function toRecording(row: Selectable<RecordingTable>): RecordingRecord {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    conversationId: row.conversation_id,
    sessionId: row.session_id,
    state: row.state,
    consentedAt: row.consented_at,
    notice: row.notice,
    location: row.location,
    segments: fromJson(Segments, row.segments),
    durationMs: row.duration_ms,
    bytes: row.bytes,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    keepUntil: row.keep_until,
  };
}
