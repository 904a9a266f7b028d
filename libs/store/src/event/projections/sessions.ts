import type { NewAudit } from '../../audit/audit.records.js';
import { insertAudit } from '../../audit/insert-audit.js';
import { fromJson, toJson } from '../../database/json.js';
import type { SessionPerson } from '../../session/session.records.js';
import { ENDED, People } from '../../session/session.rows.js';
import type { Store } from '../../store.js';
import { CAUSE_COLUMNS } from '../../workflow/session-causes.js';
import type { CauseRow } from '../../workflow/session-causes.js';
import { ofType } from '../accepted-event.js';
import type { AcceptedEvent, TypedEvent } from '../accepted-event.js';
import type { IngestedSession } from '../ingested-session.js';

export interface EndedSession {
  row: CauseRow;
  at: number;
}

/** Moves the sessions the events belong to. Gives those that ended, as they are now. */
export async function projectSessions(
  store: Store,
  events: readonly AcceptedEvent[],
): Promise<EndedSession[]> {
  const ended: EndedSession[] = [];
  for (const [session, own] of Map.groupBy(events, (event) => event.session)) {
    await follow(store, session, own);
    const end = ofType(own, 'session.ended').find(({ stored }) => session.isNewest(stored.epoch));
    const row = end && (await close(store, end));
    if (!row) continue;
    ended.push({ row, at: end.at });
    await insertAudit(store, auditOf(end));
  }
  return ended;
}

async function follow(
  { db }: Store,
  session: IngestedSession,
  events: readonly AcceptedEvent[],
): Promise<void> {
  const { row } = session;
  const [started] = ofType(events, 'session.started');
  const activates = started && (row.state === 'created' || row.state === 'waiting');
  const people = peopleAfter(events, fromJson(People, row.people));
  await db
    .updateTable('session')
    .set({
      last_seq: session.lastSeq,
      ...(activates && { state: 'active' as const }),
      ...(started && { started_at: row.started_at ?? started.at }),
      ...(people && { people: toJson(people) }),
    })
    .where('tenant_id', '=', row.tenant_id)
    .where('id', '=', row.id)
    .execute();
}

/** The agent ended it in good order; when the api has given a reason before, that one stays. Undefined where it had ended. */
async function close(
  { db }: Store,
  { stored, payload, at }: TypedEvent<'session.ended'>,
): Promise<CauseRow | undefined> {
  await db
    .updateTable('claim')
    .set({ released_at: at })
    .where('tenant_id', '=', stored.tenantId)
    .where('session_id', '=', stored.sessionId)
    .where('epoch', '=', stored.epoch)
    .where('released_at', 'is', null)
    .execute();
  return db
    .updateTable('session')
    .set((eb) => ({
      state: 'ended',
      end_reason: eb.fn.coalesce('end_reason', eb.val(payload.reason)),
      end_detail: payload.detail,
      ending_at: eb.fn.coalesce('ending_at', eb.val(at)),
      ended_at: at,
    }))
    .where('tenant_id', '=', stored.tenantId)
    .where('id', '=', stored.sessionId)
    .where('state', '<>', ENDED)
    .returning(CAUSE_COLUMNS)
    .executeTakeFirst();
}

/** The agent reports from where it is; it is no request of a caller. */
function auditOf({ stored, payload, at }: TypedEvent<'session.ended'>): NewAudit {
  return {
    tenantId: stored.tenantId,
    actor: 'agent',
    action: 'session.ended',
    subjectType: 'session',
    subjectId: stored.sessionId,
    detail: { reason: payload.reason, epoch: stored.epoch },
    address: null,
    requestId: null,
    at,
  };
}

/** Undefined when nobody came or went. Late events change nothing that a later moment has decided, so their order is free. */
function peopleAfter(events: readonly AcceptedEvent[], before: SessionPerson[]): SessionPerson[] | undefined {
  const joined = ofType(events, 'person.joined');
  const left = ofType(events, 'person.left');
  if (!joined.length && !left.length) return undefined;
  const people = new Map(before.map((person) => [person.identity, person]));
  const known = (identity: string): SessionPerson =>
    people.get(identity) ?? { identity, name: null, joinedAt: null, leftAt: null };
  for (const { payload, at } of joined) {
    const person = known(payload.identity);
    if (at <= (person.joinedAt ?? -1)) continue;
    people.set(payload.identity, { ...person, name: payload.name, joinedAt: at });
  }
  for (const { payload, at } of left) {
    const person = known(payload.identity);
    people.set(payload.identity, { ...person, leftAt: Math.max(at, person.leftAt ?? at) });
  }
  return [...people.values()];
}
