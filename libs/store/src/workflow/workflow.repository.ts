import { Injectable } from '@nestjs/common';
import { WorkflowCondition } from '#conversation';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { pageOf, placeOf } from '../cursor.js';
import { fromJson, toJson } from '../database/json.js';
import type { WorkflowTable } from '../database/tables.js';
import type { Page, PageRequest } from '../page.js';
import type { SessionKey } from '../session/session.records.js';
import { Store } from '../store.js';
import type {
  NewWorkflow,
  WebhookAction,
  WorkflowDraft,
  WorkflowRecord,
  WorkflowToRun,
} from './workflow.records.js';

const Action: z.ZodType<WebhookAction> = z.object({ type: z.literal('webhook'), url: z.string() });

/** The automations of tenants. */
@Injectable()
export class WorkflowRepository {
  constructor(private readonly store: Store) {}

  async add({ tenantId, id, secret, now, ...draft }: NewWorkflow): Promise<WorkflowRecord> {
    const row = await this.store.write(() =>
      this.store.db
        .insertInto('workflow')
        .values({
          tenant_id: tenantId,
          id,
          ...columnsOf(draft),
          secret,
          former_secret: null,
          former_secret_until: null,
          disabled_because: null,
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    );
    return toRecord(row);
  }

  async find(tenantId: string, id: string): Promise<WorkflowRecord | undefined> {
    const row = await this.of(tenantId, id).executeTakeFirst();
    return row && toRecord(row);
  }

  /** Newest first. @throws BadInput when the cursor is not one of ours. */
  async list(tenantId: string, { limit, cursor }: PageRequest): Promise<Page<WorkflowRecord>> {
    let query = this.store.db.selectFrom('workflow').selectAll().where('tenant_id', '=', tenantId);
    if (cursor !== undefined) {
      const { at, id } = placeOf(cursor);
      query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(at, id)));
    }
    const rows = await query
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    return pageOf(rows, limit, (row) => ({ at: row.created_at, id: row.id }), toRecord);
  }

  /** Undefined where there is none. */
  async replace(key: SessionKey, draft: WorkflowDraft, now: number): Promise<WorkflowRecord | undefined> {
    const row = await this.store.write(() =>
      this.change(key)
        .set({ ...columnsOf(draft), disabled_because: null, updated_at: now })
        .returningAll()
        .executeTakeFirst(),
    );
    return row && toRecord(row);
  }

  /** Switched off by what happened to it. False where it was off already, or is not there. */
  async disable(key: SessionKey, because: string, now: number): Promise<boolean> {
    const { numUpdatedRows } = await this.store.write(() =>
      this.change(key)
        .set({ enabled: 0, disabled_because: because, updated_at: now })
        .where('enabled', '=', 1)
        .executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }

  /** The secret before counts until `formerUntil`; one that was older counts no more. False where there is no such workflow. */
  async rotate(key: SessionKey, secret: string, formerUntil: number, now: number): Promise<boolean> {
    const { numUpdatedRows } = await this.store.write(() =>
      this.change(key)
        .set((eb) => ({
          secret,
          former_secret: eb.ref('secret'),
          former_secret_until: formerUntil,
          updated_at: now,
        }))
        .executeTakeFirst(),
    );
    return numUpdatedRows > 0n;
  }

  /** What was still to be sent for it is given up when its time comes. */
  async remove({ tenantId, id }: SessionKey): Promise<boolean> {
    const { numDeletedRows } = await this.store.write(() =>
      this.store.db
        .deleteFrom('workflow')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    return numDeletedRows > 0n;
  }

  /** For who sends, and for nobody else: the secrets are in it. */
  async toRun(tenantId: string, id: string, now: number): Promise<WorkflowToRun | undefined> {
    const row = await this.of(tenantId, id).executeTakeFirst();
    if (!row) return undefined;
    const { secret, former_secret: former, former_secret_until: until } = row;
    return {
      enabled: row.enabled === 1,
      action: fromJson(Action, row.action),
      secrets: former !== null && until !== null && now < until ? [secret, former] : [secret],
    };
  }

  private of(tenantId: string, id: string) {
    return this.store.db
      .selectFrom('workflow')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id);
  }

  private change({ tenantId, id }: SessionKey) {
    return this.store.db.updateTable('workflow').where('tenant_id', '=', tenantId).where('id', '=', id);
  }
}

function columnsOf({ name, enabled, trigger, condition, action }: WorkflowDraft) {
  return {
    name,
    enabled: enabled ? (1 as const) : (0 as const),
    trigger_on: trigger,
    condition: toJson(condition),
    action: toJson(action),
  };
}

function toRecord(row: Selectable<WorkflowTable>): WorkflowRecord {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    name: row.name,
    enabled: row.enabled === 1,
    trigger: row.trigger_on,
    condition: fromJson(WorkflowCondition, row.condition),
    action: fromJson(Action, row.action),
    disabledBecause: row.disabled_because,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
