import { Injectable } from '@nestjs/common';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { pageOf, placeOf } from '../cursor.js';
import { fromJson } from '../database/json.js';
import type { OutboxTable } from '../database/tables.js';
import type { Page, PageRequest } from '../page.js';
import { Store } from '../store.js';
import { WEBHOOK } from './workflow.records.js';
import type { DeliveryRecord, Replay } from './workflow.records.js';

const Payload = z.record(z.string(), z.unknown());

/** What of the outbox belongs to workflows, for those who own them. */
@Injectable()
export class DeliveryRepository {
  constructor(private readonly store: Store) {}

  /** Newest first. @throws BadInput when the cursor is not one of ours. */
  async list(
    tenantId: string,
    workflowId: string,
    { limit, cursor }: PageRequest,
  ): Promise<Page<DeliveryRecord>> {
    let query = this.of(tenantId, workflowId);
    if (cursor !== undefined) {
      const { at, id } = placeOf(cursor);
      query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(at, id)));
    }
    const rows = await query
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, (row) => ({ at: row.created_at, id: row.id }), toDelivery);
  }

  async find(tenantId: string, workflowId: string, id: string): Promise<DeliveryRecord | undefined> {
    const row = await this.of(tenantId, workflowId).where('id', '=', id).executeTakeFirst();
    return row && toDelivery(row);
  }

  /** Sends it again, under its id: the pauses between attempts, and its age, begin anew. */
  async replay(tenantId: string, workflowId: string, id: string, now: number): Promise<Replay> {
    return this.store.write(async () => {
      const found = this.of(tenantId, workflowId).where('id', '=', id);
      const row = await this.store.lock(found).executeTakeFirst();
      if (!row) return 'not_found';
      if (row.leased_by !== null && (row.leased_until ?? 0) > now) return 'under_way';
      await this.store.db
        .updateTable('outbox')
        .set((eb) => ({
          state: 'pending',
          next_at: now,
          leased_by: null,
          leased_until: null,
          finished_at: null,
          replayed_at: now,
          attempts_before: eb.ref('attempts'),
        }))
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute();
      return 'replayed';
    });
  }

  private of(tenantId: string, workflowId: string) {
    return this.store.db
      .selectFrom('outbox')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('workflow_id', '=', workflowId)
      .where('kind', '=', WEBHOOK);
  }
}

function toDelivery(row: Selectable<OutboxTable>): DeliveryRecord {
  return {
    id: row.id,
    workflowId: row.workflow_id ?? '',
    sessionId: row.session_id,
    conversationId: row.conversation_id,
    payload: fromJson(Payload, row.payload),
    state: row.state,
    attempts: row.attempts,
    lastStatus: row.last_status,
    lastError: row.last_error,
    createdAt: row.created_at,
    nextAt: row.state === 'pending' ? row.next_at : null,
    finishedAt: row.finished_at,
  };
}
