import type { SessionNews } from '../store.js';
import { ofType } from './accepted-event.js';
import type { AcceptedEvent } from './accepted-event.js';

/** What others are to be told of these events, a session at a time: what was said, and that it ended. */
export function newsOf(events: readonly AcceptedEvent[], ended: readonly string[]): SessionNews[] {
  return [...Map.groupBy(events, ({ session }) => session)].flatMap(([{ row }, own]) => {
    const places = ofType(own, 'message.added').map(({ stored }) => stored.seq);
    const hasEnded = ended.includes(row.id);
    if (!places.length && !hasEnded) return [];
    const said = places.length ? { from: Math.min(...places), to: Math.max(...places) } : null;
    return [{ tenantId: row.tenant_id, sessionId: row.id, said, ended: hasEnded }];
  });
}
