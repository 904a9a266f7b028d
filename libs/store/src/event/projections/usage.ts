import type { EventPayload } from '#conversation';
import type { Store } from '../../store.js';
import { usageRow } from '../../usage/usage.rows.js';
import { ofType } from '../accepted-event.js';
import type { AcceptedEvent } from '../accepted-event.js';

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
  const rows = added.map(({ stored: { tenantId, id, sessionId }, payload, session, at }) => {
    const agentId = session.row.agent_id;
    return usageRow({ tenantId, id, sessionId, agentId, costMicros: costMicros(payload), at }, payload);
  });
  await db.insertInto('usage').values(rows).execute();
  for (const { session_id: id, cost_micros: cost } of rows) {
    if (cost) spent.set(id, (spent.get(id) ?? 0) + cost);
  }
  return spent;
}
