import type { Insertable } from 'kysely';
import type { MessageTable } from '../../database/tables.js';
import type { Store } from '../../store.js';
import { ofType } from '../accepted-event.js';
import type { AcceptedEvent, TypedEvent } from '../accepted-event.js';
import { toJson } from '../../database/json.js';
import { costsOfAnswers } from './answer-costs.js';

/** A finished turn becomes a message, and its conversation moves to its time. */
export async function projectMessages(store: Store, events: readonly AcceptedEvent[]): Promise<void> {
  const { db } = store;
  const added = ofType(events, 'message.added');
  if (!added.length) return;
  const costs = await costsOfAnswers(store, added);
  const rows = added.map((event) => toRow(event, costs.get(event.stored.id) ?? null));
  await db.insertInto('message').values(rows).execute();
  const newest = new Map(added.toSorted((a, b) => a.at - b.at).map((event) => [event.session, event.at]));
  for (const [{ row }, at] of newest) {
    await db
      .updateTable('conversation')
      .set({ last_message_at: at })
      .where('tenant_id', '=', row.tenant_id)
      .where('id', '=', row.conversation_id)
      .where((eb) => eb.or([eb('last_message_at', 'is', null), eb('last_message_at', '<', at)]))
      .execute();
  }
}

function toRow(
  { stored, payload, at }: TypedEvent<'message.added'>,
  costMicros: number | null,
): Insertable<MessageTable> {
  return {
    tenant_id: stored.tenantId,
    id: stored.id,
    conversation_id: stored.conversationId,
    session_id: stored.sessionId,
    seq: stored.seq,
    role: payload.role,
    text: payload.text,
    heard_text: payload.heardText,
    interrupted: payload.interrupted ? 1 : 0,
    language: payload.language,
    sentiment: null,
    latency: payload.latency && toJson(payload.latency),
    cost_micros: costMicros,
    participant: payload.participant,
    source: payload.source,
    at,
  };
}
