import { CONTACT_TOOLS } from '#conversation';
import type { Store } from '../../store.js';
import { ofType } from '../accepted-event.js';
import type { AcceptedEvent } from '../accepted-event.js';

const TOOLS: ReadonlySet<string> = new Set(CONTACT_TOOLS);

/** Notes what is to be read for language, sentiment and contacts. Reading it takes its time, and the agent that reports has none. */
export async function projectUnread(
  { db }: Store,
  events: readonly AcceptedEvent[],
  now: number,
): Promise<void> {
  const said = ofType(events, 'message.added').filter(({ payload }) => payload.source !== 'recording');
  const told = ofType(events, 'tool.called').filter(({ payload }) => TOOLS.has(payload.name));
  const rows = [...said, ...told].map(({ stored }) => ({
    tenant_id: stored.tenantId,
    id: stored.id,
    session_id: stored.sessionId,
    received_at: now,
  }));
  if (rows.length > 0) await db.insertInto('unread_event').values(rows).execute();
}
