import { Injectable } from '@nestjs/common';
import { ENDED, toRecord } from '../session/session.rows.js';
import { SessionNotFound, SessionOver } from '../store.errors.js';
import { Store } from '../store.js';
import type {
  Claim,
  ClaimInForce,
  Haste,
  HeldClaim,
  NewClaim,
  Renewal,
  RenewedClaim,
} from './claim.records.js';

/** One agent a session: the newest claim is the only one that counts, and its epoch fences all that the older ones still send. */
@Injectable()
export class ClaimRepository {
  constructor(private readonly store: Store) {}

  /**
   * Takes the session for an agent: it becomes `active`, older claims are fenced, in one transaction.
   *
   * @throws SessionNotFound
   * @throws SessionOver when it is ending or has ended.
   */
  claim({ sessionId, agentProcess, agentIdentity, leaseMs, now }: NewClaim): Promise<Claim> {
    return this.store.write(async () => {
      const { db } = this.store;
      const row = await this.store
        .lock(db.selectFrom('session').selectAll().where('id', '=', sessionId))
        .executeTakeFirst();
      if (!row) throw new SessionNotFound(sessionId);
      if (row.state === 'ending' || row.state === 'ended') throw new SessionOver(sessionId);
      const previous = await db
        .selectFrom('claim')
        .select(['epoch', 'agent_identity'])
        .where('tenant_id', '=', row.tenant_id)
        .where('session_id', '=', sessionId)
        .orderBy('epoch', 'desc')
        .limit(1)
        .executeTakeFirst();
      await db
        .updateTable('claim')
        .set({ fenced_at: now })
        .where('tenant_id', '=', row.tenant_id)
        .where('session_id', '=', sessionId)
        .where('fenced_at', 'is', null)
        .execute();
      const epoch = (previous?.epoch ?? 0) + 1;
      await db
        .insertInto('claim')
        .values({
          tenant_id: row.tenant_id,
          session_id: sessionId,
          epoch,
          agent_process: agentProcess,
          agent_identity: agentIdentity,
          claimed_at: now,
          expires_at: now + leaseMs,
          fenced_at: null,
          released_at: null,
        })
        .execute();
      await db
        .updateTable('session')
        .set({ state: 'active', started_at: row.started_at ?? now })
        .where('id', '=', sessionId)
        .execute();
      return {
        epoch,
        session: toRecord(row),
        previous: previous ? { epoch: previous.epoch, agentIdentity: previous.agent_identity } : null,
      };
    });
  }

  renew({ sessionId, epoch, leaseMs, now }: RenewedClaim): Promise<Renewal> {
    return this.store.write(async () => {
      const { db } = this.store;
      const session = await db
        .selectFrom('session')
        .select(['tenant_id', 'state', 'end_reason'])
        .where('id', '=', sessionId)
        .executeTakeFirst();
      if (!session || session.state === 'ended') return { outcome: 'superseded' };
      const { numUpdatedRows } = await db
        .updateTable('claim')
        .set({ expires_at: now + leaseMs })
        .where('tenant_id', '=', session.tenant_id)
        .where('session_id', '=', sessionId)
        .where('epoch', '=', epoch)
        .where('fenced_at', 'is', null)
        .where('released_at', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return { outcome: 'superseded' };
      return { outcome: 'renewed', ending: session.end_reason };
    });
  }

  /** Lets the leases of an agent process run out sooner, but for those that were renewed since. Returns how many. */
  async hasten(agentProcess: string, { renewedBefore, leaseMs, expiresAt }: Haste): Promise<number> {
    const { numUpdatedRows } = await this.store.write(() =>
      this.store.db
        .updateTable('claim')
        .set({ expires_at: expiresAt })
        .where('agent_process', '=', agentProcess)
        .where('fenced_at', 'is', null)
        .where('released_at', 'is', null)
        .where('expires_at', '>', expiresAt)
        .where('expires_at', '<', renewedBefore + leaseMs)
        .executeTakeFirst(),
    );
    return Number(numUpdatedRows);
  }

  /** The agent that has the session now; undefined when none has. */
  async inForce(tenantId: string, sessionId: string): Promise<ClaimInForce | undefined> {
    const row = await this.store.db
      .selectFrom('claim')
      .select(['epoch', 'agent_identity'])
      .where('tenant_id', '=', tenantId)
      .where('session_id', '=', sessionId)
      .where('fenced_at', 'is', null)
      .where('released_at', 'is', null)
      .orderBy('epoch', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && { epoch: row.epoch, agentIdentity: row.agent_identity };
  }

  /** Sessions that are not ended and whose newest claim ran out without being released or fenced. */
  async expiredAt(now: number): Promise<HeldClaim[]> {
    const rows = await this.held().where('claim.expires_at', '<=', now).orderBy('claim.expires_at').execute();
    return rows.map(toHeldClaim);
  }

  /** The claim as long as it is in force. */
  async findHeld(sessionId: string, epoch: number): Promise<HeldClaim | undefined> {
    const row = await this.held()
      .where('claim.session_id', '=', sessionId)
      .where('claim.epoch', '=', epoch)
      .executeTakeFirst();
    return row && toHeldClaim(row);
  }

  /** Of those sessions that an agent has: the epoch of the claim in force. */
  async epochsInForce(sessionIds: readonly string[]): Promise<Map<string, number>> {
    if (sessionIds.length === 0) return new Map();
    const rows = await this.held().where('session.id', 'in', sessionIds).execute();
    return new Map(rows.map(({ session_id, epoch }) => [session_id, epoch]));
  }

  /** Counts a claim as lost: what it says from `at` on is refused. False when it was fenced already, or renewed past `at`. */
  async fence(sessionId: string, epoch: number, at: number): Promise<boolean> {
    const { numUpdatedRows } = await this.store.write(() =>
      this.change(sessionId, epoch)
        .set({ fenced_at: at })
        .where('fenced_at', 'is', null)
        .where('expires_at', '<=', at)
        .executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }

  /** How many agents have had the session since then. */
  async countSince(sessionId: string, since: number): Promise<number> {
    const { claims } = await this.store.db
      .selectFrom('claim')
      .select((eb) => eb.fn.countAll<number>().as('claims'))
      .where('tenant_id', '=', this.tenantOf(sessionId))
      .where('session_id', '=', sessionId)
      .where('claimed_at', '>=', since)
      .executeTakeFirstOrThrow();
    return claims;
  }

  /** The agent put the session down in good order. What it still has to tell is accepted. False when it was not its any more. */
  async release(sessionId: string, epoch: number, at: number): Promise<boolean> {
    const { numUpdatedRows } = await this.store.write(() =>
      this.change(sessionId, epoch)
        .set({ released_at: at })
        .where('fenced_at', 'is', null)
        .where('released_at', 'is', null)
        .executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }

  private held() {
    return this.store.db
      .selectFrom('claim')
      .innerJoin('session', (join) =>
        join.onRef('session.tenant_id', '=', 'claim.tenant_id').onRef('session.id', '=', 'claim.session_id'),
      )
      .select([
        'claim.tenant_id',
        'claim.session_id',
        'session.room',
        'claim.epoch',
        'claim.agent_process',
        'claim.agent_identity',
        'claim.expires_at',
      ])
      .where('claim.fenced_at', 'is', null)
      .where('claim.released_at', 'is', null)
      .where('session.state', '<>', ENDED);
  }

  private change(sessionId: string, epoch: number) {
    return this.store.db
      .updateTable('claim')
      .where('tenant_id', '=', this.tenantOf(sessionId))
      .where('session_id', '=', sessionId)
      .where('epoch', '=', epoch);
  }

  private tenantOf(sessionId: string) {
    return this.store.db.selectFrom('session').select('tenant_id').where('id', '=', sessionId);
  }
}

interface HeldRow {
  tenant_id: string;
  session_id: string;
  room: string;
  epoch: number;
  agent_process: string;
  agent_identity: string;
  expires_at: number;
}

function toHeldClaim(row: HeldRow): HeldClaim {
  return {
    tenantId: row.tenant_id,
    sessionId: row.session_id,
    room: row.room,
    epoch: row.epoch,
    agentProcess: row.agent_process,
    agentIdentity: row.agent_identity,
    expiresAt: row.expires_at,
  };
}
