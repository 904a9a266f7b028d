import type { Store } from '../../store.js';
import type { TypedEvent } from '../accepted-event.js';

type Said = TypedEvent<'message.added'>;

/**
 * What each answer cost, in millionths of a US dollar, by the id of its event: all that was used since the answer before it. Null where
 * a price is not known or nothing was counted. Usage that is reported after an answer is part of the next one.
 */
export async function costsOfAnswers(
  store: Store,
  said: readonly Said[],
): Promise<ReadonlyMap<string, number | null>> {
  const costs = new Map<string, number | null>();
  const lastSeq = new Map<string, number>();
  for (const { stored } of said.filter(isAnswer)) {
    const { id, sessionId, seq } = stored;
    const after = lastSeq.get(sessionId) ?? (await seqOfLastAnswer(store, stored));
    costs.set(id, await costBetween(store, stored, after));
    lastSeq.set(sessionId, seq);
  }
  return costs;
}

function isAnswer({ payload }: Said): boolean {
  return payload.role === 'agent' && payload.source !== 'recording';
}

async function seqOfLastAnswer({ db }: Store, { tenantId, sessionId, seq }: Said['stored']): Promise<number> {
  const row = await db
    .selectFrom('message')
    .select('seq')
    .where('tenant_id', '=', tenantId)
    .where('session_id', '=', sessionId)
    .where('seq', '<', seq)
    .where('role', '=', 'agent')
    .where('source', '<>', 'recording')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? 0;
}

async function costBetween(
  { db }: Store,
  { tenantId, sessionId, seq }: Said['stored'],
  after: number,
): Promise<number | null> {
  const used = await db
    .selectFrom('event')
    .innerJoin('usage', (join) =>
      join.onRef('usage.tenant_id', '=', 'event.tenant_id').onRef('usage.id', '=', 'event.id'),
    )
    .select('usage.cost_micros as cost')
    .where('event.tenant_id', '=', tenantId)
    .where('event.session_id', '=', sessionId)
    .where('event.seq', '>', after)
    .where('event.seq', '<', seq)
    .execute();
  const known = used.flatMap(({ cost }) => cost ?? []);
  return known.length === 0 || known.length < used.length ? null : known.reduce((sum, cost) => sum + cost, 0);
}
