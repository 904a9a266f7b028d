import type { Store } from '../store.js';

/** Events with the conversation of their session: what `toStoredEvent` is made of. */
export function eventsInSessions({ db }: Pick<Store, 'db'>) {
  return db
    .selectFrom('event')
    .innerJoin('session', (join) =>
      join.onRef('session.tenant_id', '=', 'event.tenant_id').onRef('session.id', '=', 'event.session_id'),
    )
    .selectAll('event')
    .select('session.conversation_id');
}
