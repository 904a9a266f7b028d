import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { fromJson, toJson } from '../database/json.js';
import type { OutboxTable } from '../database/tables.js';
import { Store } from '../store.js';
import type {
  LeasedItem,
  LeaseRequest,
  NewOutboxItem,
  OutboxCount,
  OutboxItem,
  Settlement,
} from './outbox.records.js';

const Fields = z.record(z.string(), z.unknown());

// To the letter, for the partial indexes.
const PENDING = sql.lit('pending' as const);
const DONE = sql.lit('done' as const);

const NOTHING = { kinds: [], workflowIds: [] };

/** What is to be delivered to others: written with its cause, leased by one worker at a time, settled once. */
@Injectable()
export class OutboxRepository {
  constructor(private readonly store: Store) {}

  /** False when its cause has one already. */
  async add(item: NewOutboxItem): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.store.write(() =>
      this.store.db
        .insertInto('outbox')
        .values({
          tenant_id: item.tenantId,
          id: item.id,
          kind: item.kind,
          key: item.key,
          session_id: item.sessionId,
          conversation_id: item.conversationId,
          workflow_id: item.workflowId ?? null,
          payload: toJson(item.payload),
          state: item.state,
          attempts: 0,
          next_at: item.now,
          leased_by: null,
          leased_until: null,
          last_status: null,
          last_error: item.error,
          created_at: item.now,
          finished_at: null,
          result: null,
          depends_on: item.dependsOn,
          replayed_at: null,
        })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'kind', 'key']).doNothing())
        .executeTakeFirstOrThrow(),
    );
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  /** Takes what is due and nobody else has, oldest first. */
  async lease({ worker, limit, leaseMs, now, except }: LeaseRequest): Promise<LeasedItem[]> {
    const due = () => this.due(now, except);
    if (!(await due().limit(1).executeTakeFirst())) return []; // asked every second: does not take the lock for nothing
    return this.store.write(async () => {
      const rows = await this.store.lockUntaken(due().limit(limit)).execute();
      for (const row of rows) {
        await this.store.db
          .updateTable('outbox')
          .set({ leased_by: worker, leased_until: now + leaseMs, attempts: row.attempts + 1 })
          .where('tenant_id', '=', row.tenant_id)
          .where('id', '=', row.id)
          .execute();
      }
      return rows.map((row) => ({
        ...toItem(row),
        attempts: row.attempts + 1,
        tries: row.attempts + 1 - row.attempts_before,
        begunAt: row.replayed_at ?? row.created_at,
        interrupted: row.leased_by !== null,
      }));
    });
  }

  /** Says how a delivery went, and frees what waited for it. False when the lease is another's by now: nothing is changed. */
  settle(item: LeasedItem, settlement: Settlement, now: number): Promise<boolean> {
    return this.store.write(async () => {
      const { numUpdatedRows } = await this.ofLease(item)
        .set({
          state: settlement.state,
          leased_by: null,
          leased_until: null,
          last_status: settlement.status ?? null,
          last_error: settlement.state === 'done' ? null : settlement.error,
          ...(settlement.state === 'pending'
            ? { next_at: settlement.nextAt }
            : { finished_at: settlement.state === 'blocked' ? null : now }),
          ...(settlement.state === 'done' && { result: toJson(settlement.result) }),
        })
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      if (settlement.state === 'done') await this.freeDependents(item, now);
      // What is of the same kind came after it, and does not need it.
      if (settlement.state === 'dead') await this.freeDependents(item, now, item.kind);
      return true;
    });
  }

  /** Keeps what a delivery has found out, so that a repeat says the same. False when the lease is another's by now. */
  async revise(item: LeasedItem, payload: Record<string, unknown>): Promise<boolean> {
    const { numUpdatedRows } = await this.store.write(() =>
      this.ofLease(item)
        .set({ payload: toJson(payload) })
        .executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }

  /** What an item brought; undefined while it is not done. */
  async resultOf(tenantId: string, id: string): Promise<Record<string, unknown> | undefined> {
    const row = await this.store.db
      .selectFrom('outbox')
      .select('result')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('state', '=', DONE)
      .executeTakeFirst();
    return row && fromJson(Fields, row.result ?? {});
  }

  /** Tries what is blocked again, but for what waits for another item: the operator may have set right what was wrong. */
  async retryBlocked(kind: string, now: number): Promise<number> {
    const { numUpdatedRows } = await this.store.write(() =>
      this.store.db
        .updateTable('outbox')
        .set({ state: 'pending', next_at: now })
        .where('kind', '=', kind)
        .where('state', '=', sql.lit('blocked' as const))
        .where('state', '<>', DONE) // implied, and what the index asks for
        .where('depends_on', 'is', null)
        .executeTakeFirst(),
    );
    return Number(numUpdatedRows);
  }

  /** For the only process of a database, at its start: whoever held a lease is gone. */
  async endLeases(now: number): Promise<void> {
    await this.store.write(() =>
      this.store.db
        .updateTable('outbox')
        .set({ leased_until: now })
        .where('state', '=', PENDING)
        .where('leased_until', '>', now)
        .execute(),
    );
  }

  /** How many there are of all tenants, without those that are done. */
  async counts(): Promise<OutboxCount[]> {
    const rows = await this.store.db
      .selectFrom('outbox')
      .select(({ fn }) => ['kind', 'state', fn.countAll<number>().as('count')])
      .where('state', '<>', DONE)
      .groupBy(['kind', 'state'])
      .execute();
    return rows.flatMap(({ kind, state, count }) => (state === 'done' ? [] : { kind, state, count }));
  }

  /** Since when the oldest of each kind has waited that is not delivered and not given up. */
  async waitingSince(): Promise<{ kind: string; since: number }[]> {
    return this.store.db
      .selectFrom('outbox')
      .select(({ fn }) => ['kind', fn.min(fn.coalesce('replayed_at', 'created_at')).as('since')])
      .where('state', '<>', DONE) // implied, and what the index asks for
      .where('state', 'in', ['pending', 'blocked'])
      .groupBy('kind')
      .execute();
  }

  private due(now: number, { kinds, workflowIds }: NonNullable<LeaseRequest['except']> = NOTHING) {
    let query = this.store.db
      .selectFrom('outbox')
      .selectAll()
      .where('state', '=', PENDING)
      .where('next_at', '<=', now)
      .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', now)]));
    if (kinds.length > 0) query = query.where('kind', 'not in', kinds);
    if (workflowIds.length > 0) {
      query = query.where((eb) =>
        eb.or([eb('workflow_id', 'is', null), eb('workflow_id', 'not in', workflowIds)]),
      );
    }
    return query.orderBy('next_at').orderBy('id');
  }

  private ofLease({ tenantId, id, attempts }: LeasedItem) {
    return this.store.db
      .updateTable('outbox')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .where('leased_by', 'is not', null);
  }

  private async freeDependents({ tenantId, id }: LeasedItem, now: number, kind?: string): Promise<void> {
    const waiting = this.store.db
      .updateTable('outbox')
      .set({ state: 'pending', next_at: now })
      .where('tenant_id', '=', tenantId)
      .where('depends_on', '=', id)
      .where('state', '=', 'blocked');
    await (kind === undefined ? waiting : waiting.where('kind', '=', kind)).execute();
  }
}

function toItem(row: Selectable<OutboxTable>): OutboxItem {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    kind: row.kind,
    key: row.key,
    sessionId: row.session_id,
    workflowId: row.workflow_id,
    payload: fromJson(Fields, row.payload),
    dependsOn: row.depends_on,
    createdAt: row.created_at,
  };
}
