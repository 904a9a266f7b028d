import type { Selectable } from 'kysely';
import type { ClaimTable, SessionTable } from '../database/tables.js';
import type { Store } from '../store.js';

type SessionRow = Pick<Selectable<SessionTable>, (typeof COLUMNS)[number]>;
type ClaimRow = Pick<Selectable<ClaimTable>, 'epoch' | 'fenced_at'>;

const COLUMNS = [
  'tenant_id',
  'id',
  'conversation_id',
  'agent_id',
  'room',
  'door',
  'state',
  'started_at',
  'people',
  'last_seq',
] as const satisfies readonly (keyof SessionTable)[];

/** A session while events are added to it, with the claims that may speak for it. */
export class IngestedSession {
  lastSeq: number;

  constructor(
    readonly row: SessionRow,
    private readonly claims: readonly ClaimRow[],
  ) {
    this.lastSeq = row.last_seq;
  }

  /** Whether what happened under this claim at that time counts: a fenced claim keeps what it did before. */
  admits(epoch: number, at: number): boolean {
    const claim = this.claims.find((claim) => claim.epoch === epoch);
    return claim !== undefined && (claim.fenced_at === null || at < claim.fenced_at);
  }

  isNewest(epoch: number): boolean {
    return this.claims.every((claim) => claim.epoch <= epoch);
  }

  nextSeq(): number {
    this.lastSeq += 1;
    return this.lastSeq;
  }
}

/** The sessions of these ids that exist, within a write transaction: nobody else changes them until its end. */
export async function loadSessions(
  store: Store,
  ids: readonly string[],
): Promise<Map<string, IngestedSession>> {
  // In one order, so that two batches with the same sessions do not each wait for the other.
  const rows = await store
    .lock(store.db.selectFrom('session').select(COLUMNS).where('id', 'in', ids).orderBy('id'))
    .execute();
  if (!rows.length) return new Map();
  const claims = await store.db
    .selectFrom('claim')
    .select(['session_id', 'epoch', 'fenced_at'])
    .where('tenant_id', 'in', [...new Set(rows.map((row) => row.tenant_id))])
    .where(
      'session_id',
      'in',
      rows.map((row) => row.id),
    )
    .execute();
  const bySession = Map.groupBy(claims, (claim) => claim.session_id);
  return new Map(rows.map((row) => [row.id, new IngestedSession(row, bySession.get(row.id) ?? [])]));
}
