import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import { fromJson, toJson } from '../database/json.js';
import type { EventTable } from '../database/tables.js';
import type { AcceptedEvent } from './accepted-event.js';
import type { Judgement, StoredEvent } from './event.records.js';

type EventRow = Selectable<EventTable> & { conversation_id: string };

const Payload = z.record(z.string(), z.unknown());

export function toEventRow({ stored, at }: AcceptedEvent, receivedAt: number): Insertable<EventTable> {
  return {
    tenant_id: stored.tenantId,
    id: stored.id,
    session_id: stored.sessionId,
    seq: stored.seq,
    epoch: stored.epoch,
    source_seq: stored.sourceSeq,
    type: stored.type,
    v: stored.v,
    at,
    received_at: receivedAt,
    payload: toJson(stored.payload),
  };
}

/** An event, and what its message was found to be like where that is more than the event says. */
export function toReadEvent(row: EventRow & Judgement): StoredEvent {
  const { language, sentiment } = row;
  const event = toStoredEvent(row);
  const saysMore = sentiment !== null || (language !== null && language !== event.payload.language);
  return saysMore ? { ...event, judgement: { language, sentiment } } : event;
}

export function toStoredEvent(row: EventRow): StoredEvent {
  return {
    tenantId: row.tenant_id,
    conversationId: row.conversation_id,
    id: row.id,
    sessionId: row.session_id,
    seq: row.seq,
    epoch: row.epoch,
    sourceSeq: row.source_seq,
    type: row.type,
    v: row.v,
    at: new Date(row.at).toISOString(),
    payload: fromJson(Payload, row.payload),
  };
}
