import { Injectable } from '@nestjs/common';
import { match, newId, WorkflowCondition } from '#conversation';
import type { Trigger, TriggerCause } from '#conversation';
import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { fromJson } from '../database/json.js';
import type { WorkflowTable } from '../database/tables.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { Store } from '../store.js';
import { WEBHOOK } from './workflow.records.js';

/** To the letter, for the partial index. */
const ENABLED = sql.lit(1 as const);

type Waiting = Pick<Selectable<WorkflowTable>, 'tenant_id' | 'id' | 'name' | 'trigger_on' | 'condition'>;

/** Is told of each item that a trigger brought, once it is kept. Must not throw. */
export type FiredListener = (on: Trigger) => void;

/** The one way in which something that happened sets workflows off. */
@Injectable()
export class Triggers {
  private readonly listeners: FiredListener[] = [];

  constructor(
    private readonly store: Store,
    private readonly outbox: OutboxRepository,
  ) {}

  onFired(listener: FiredListener): void {
    this.listeners.push(listener);
  }

  /**
   * Call inside the `Store.write` that keeps what happened, so that there is never one without the other. A cause that comes again
   * changes nothing: there is one item for each workflow and cause.
   *
   * @returns how many items came of it: when there are some, the outbox may be woken
   */
  async fire(causes: readonly TriggerCause[], now: number): Promise<number> {
    if (!causes.length) return 0;
    return this.store.write(async () => {
      const waiting = await this.waitingFor(causes);
      let fired = 0;
      for (const cause of causes) {
        for (const workflow of waiting) {
          if (workflow.tenant_id !== cause.tenantId || workflow.trigger_on !== cause.on) continue;
          const matched = match(fromJson(WorkflowCondition, workflow.condition), cause);
          if (!matched || !(await this.outbox.add(itemOf(workflow, cause, matched, now)))) continue;
          fired += 1;
          this.store.whenKept(() => this.listeners.forEach((told) => told(cause.on)));
        }
      }
      return fired;
    });
  }

  /** What the workflows of a tenant that are switched on wait for; oldest first. */
  async conditions(tenantId: string, on: Trigger): Promise<WorkflowCondition[]> {
    const rows = await this.store.db
      .selectFrom('workflow')
      .select('condition')
      .where('tenant_id', '=', tenantId)
      .where('trigger_on', '=', on)
      .where('enabled', '=', ENABLED)
      .orderBy('id')
      .execute();
    return rows.map(({ condition }) => fromJson(WorkflowCondition, condition));
  }

  private waitingFor(causes: readonly TriggerCause[]): Promise<Waiting[]> {
    return this.store.db
      .selectFrom('workflow')
      .select(['tenant_id', 'id', 'name', 'trigger_on', 'condition'])
      .where('tenant_id', 'in', [...new Set(causes.map(({ tenantId }) => tenantId))])
      .where('trigger_on', 'in', [...new Set(causes.map(({ on }) => on))])
      .where('enabled', '=', ENABLED)
      .orderBy('id')
      .execute();
  }
}

function itemOf(workflow: Waiting, cause: TriggerCause, matched: Record<string, unknown>, now: number) {
  const { on, tenantId, id, at, sessionId, conversationId, agentId, facts } = cause;
  return {
    tenantId,
    id: newId(),
    kind: WEBHOOK,
    key: `${workflow.id}:${on}:${id}`,
    sessionId,
    conversationId,
    workflowId: workflow.id,
    payload: {
      type: on,
      timestamp: new Date(at).toISOString(),
      workflow: { id: workflow.id, name: workflow.name },
      data: { sessionId, conversationId, agentId, ...facts, ...matched },
    },
    state: 'pending' as const,
    error: null,
    dependsOn: null,
    now,
  };
}
