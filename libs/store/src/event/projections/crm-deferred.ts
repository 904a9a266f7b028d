import type { EventPayload } from '#conversation';
import type { OutboxRepository } from '../../outbox/outbox.repository.js';
import type { NewOutboxItem } from '../../outbox/outbox.records.js';
import type { Store } from '../../store.js';
import { ofType } from '../accepted-event.js';
import type { AcceptedEvent, TypedEvent } from '../accepted-event.js';

type Because = EventPayload<'crm.deferred'>['because'];

/** Whether it is delivered by itself, and if not, why. */
const BEGINNINGS: Record<Because, Pick<NewOutboxItem, 'state' | 'error'>> = {
  unavailable: { state: 'pending', error: null },
  unknown_outcome: { state: 'unknown', error: 'The agent sent it, and no answer came.' },
  not_supported: { state: 'blocked', error: 'The CRM has no place for it.' },
};

const WAITS = { state: 'blocked', error: 'It waits for the lead of its session.' } as const;

/** What an agent could not bring to the CRM becomes the outbox's, in the transaction of the event. */
export async function projectCrmDeferred(
  store: Store,
  outbox: OutboxRepository,
  events: readonly AcceptedEvent[],
  now: number,
): Promise<void> {
  for (const event of ofType(events, 'crm.deferred')) await outbox.add(await toItem(store, event, now));
}

async function toItem(
  store: Store,
  { stored, payload }: TypedEvent<'crm.deferred'>,
  now: number,
): Promise<NewOutboxItem> {
  const { kind, idempotencyKey, because, body } = payload;
  const beginning = BEGINNINGS[because];
  const lead = kind === 'quote' ? await undeliveredLead(store, stored) : undefined;
  return {
    tenantId: stored.tenantId,
    id: stored.id,
    kind: `crm.${kind}`,
    key: idempotencyKey,
    sessionId: stored.sessionId,
    conversationId: stored.conversationId,
    payload: body,
    ...(lead !== undefined && because === 'unavailable' ? WAITS : beginning),
    dependsOn: lead ?? null,
    now,
  };
}

/** A quote is made out to somebody the CRM knows: the lead of the same talk goes first. */
async function undeliveredLead(
  store: Store,
  { tenantId, sessionId }: AcceptedEvent['stored'],
): Promise<string | undefined> {
  const leads = store.db
    .selectFrom('outbox')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('kind', '=', 'crm.lead')
    .where('state', '<>', 'done')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1);
  // Locked, so that it is not delivered before there is something that waits for it.
  const lead = await store.lock(leads).executeTakeFirst();
  return lead?.id;
}
