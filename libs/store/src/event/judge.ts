import { ZodError } from 'zod';
import { ConversationEvent } from '#conversation';
import type { EventEnvelope, RejectedEvent } from '#conversation';
import { asStored } from '../database/json.js';
import type { Store } from '../store.js';
import type { AcceptedEvent } from './accepted-event.js';
import { loadSessions } from './ingested-session.js';
import type { IngestedSession } from './ingested-session.js';

export interface Judgement {
  accepted: AcceptedEvent[];
  duplicates: number;
  rejected: RejectedEvent[];
}

/** Tells new and good events from the rest and gives them their places, in the order they come in. Writes nothing. */
export async function judge(store: Store, envelopes: readonly EventEnvelope[]): Promise<Judgement> {
  const sessions = await loadSessions(store, [...new Set(envelopes.map(({ sessionId }) => sessionId))]);
  const seen = await findKnown(store, envelopes, sessions);
  const judgement: Judgement = { accepted: [], duplicates: 0, rejected: [] };
  const reject = ({ id }: EventEnvelope, code: string) => judgement.rejected.push({ id, code });
  for (const told of envelopes) {
    const envelope = { ...told, payload: asStored(told.payload) };
    const session = sessions.get(envelope.sessionId);
    const at = Date.parse(envelope.at);
    if (!session) {
      reject(envelope, 'session_not_found');
    } else if (seen.has(keyOf(session, envelope.id))) {
      judgement.duplicates += 1;
    } else if (!session.admits(envelope.epoch, at)) {
      reject(envelope, 'lease_superseded');
    } else {
      const event = read(envelope);
      if (!event) {
        reject(envelope, 'bad_event');
        continue;
      }
      seen.add(keyOf(session, envelope.id));
      judgement.accepted.push({ ...event, at, session, stored: place(envelope, session, at) });
    }
  }
  return judgement;
}

/** Which of the events are here already, as `keyOf` names them. */
async function findKnown(
  store: Store,
  envelopes: readonly EventEnvelope[],
  sessions: ReadonlyMap<string, IngestedSession>,
): Promise<Set<string>> {
  if (!sessions.size) return new Set();
  const tenants = new Set([...sessions.values()].map(({ row }) => row.tenant_id));
  const ids = envelopes.map(({ id }) => id);
  const rows = await store.db
    .selectFrom('event')
    .select(['tenant_id', 'id'])
    .where('tenant_id', 'in', [...tenants])
    .where('id', 'in', ids)
    .execute();
  return new Set(rows.map((row) => `${row.tenant_id}/${row.id}`));
}

function keyOf(session: IngestedSession, eventId: string): string {
  return `${session.row.tenant_id}/${eventId}`;
}

/** Undefined when a payload of a known type does not fit. */
function read(envelope: EventEnvelope): Pick<AcceptedEvent, 'known'> | undefined {
  try {
    return { known: ConversationEvent.parse(envelope) };
  } catch (error) {
    if (error instanceof ZodError) return undefined;
    throw error;
  }
}

function place(envelope: EventEnvelope, session: IngestedSession, at: number): AcceptedEvent['stored'] {
  return {
    ...envelope,
    at: new Date(at).toISOString(),
    tenantId: session.row.tenant_id,
    conversationId: session.row.conversation_id,
    seq: session.nextSeq(),
  };
}
