import { Injectable } from '@nestjs/common';
import { newId } from '#conversation';
import { DeliveryRepository, OutboxRepository, Store, WEBHOOK, WorkflowRepository } from '#store';
import type { PageRequest, WorkflowRecord } from '#store';
import type { Caller } from '../access/caller.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { OutboxWorker } from '../outbox/outbox.worker.js';
import { TEST_TYPE } from '../outbox/webhook.delivery.js';
import type { DeliveryDto, DeliveryPageDto } from './delivery.dto.js';
import { deliveryView } from './workflow-view.js';
import { DeliveryNotFound, DeliveryUnderWay, WorkflowNotFound } from './workflow.errors.js';

/** What was sent for workflows, and is to be sent. */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly workflows: WorkflowRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly outbox: OutboxRepository,
    private readonly worker: OutboxWorker,
    private readonly audit: AuditTrail,
    private readonly store: Store,
  ) {}

  /** @throws WorkflowNotFound */
  async list({ tenantId }: Caller, workflowId: string, page: PageRequest): Promise<DeliveryPageDto> {
    await this.workflow(tenantId, workflowId);
    const { items, nextCursor } = await this.deliveries.list(tenantId, workflowId, page);
    return { items: items.map(deliveryView), nextCursor };
  }

  /** @throws WorkflowNotFound @throws DeliveryNotFound @throws DeliveryUnderWay */
  async replay({ tenantId }: Caller, workflowId: string, id: string): Promise<DeliveryDto> {
    await this.workflow(tenantId, workflowId);
    await this.store.write(async () => {
      const outcome = await this.deliveries.replay(tenantId, workflowId, id, Date.now());
      if (outcome === 'not_found') throw new DeliveryNotFound(workflowId, id);
      if (outcome === 'under_way') throw new DeliveryUnderWay(id);
      const key = { tenantId, id: workflowId };
      await this.audit.record('workflow.delivery_replayed', key, { detail: { deliveryId: id } });
    });
    this.worker.wake();
    return this.view(tenantId, workflowId, id);
  }

  /** Sends something that did not happen. @throws WorkflowNotFound */
  async test({ tenantId }: Caller, workflowId: string): Promise<DeliveryDto> {
    const { name, trigger } = await this.workflow(tenantId, workflowId);
    const id = newId();
    const now = Date.now();
    await this.store.write(async () => {
      await this.outbox.add({
        ...{ tenantId, id, workflowId, kind: WEBHOOK, key: `${workflowId}:test:${id}` },
        ...{ sessionId: null, conversationId: null, dependsOn: null, state: 'pending', error: null, now },
        payload: {
          type: TEST_TYPE,
          timestamp: new Date(now).toISOString(),
          workflow: { id: workflowId, name },
          data: { trigger },
        },
      });
      await this.audit.record(
        'workflow.tested',
        { tenantId, id: workflowId },
        { detail: { deliveryId: id } },
      );
    });
    this.worker.wake();
    return this.view(tenantId, workflowId, id);
  }

  private async workflow(tenantId: string, id: string): Promise<WorkflowRecord> {
    const workflow = await this.workflows.find(tenantId, id);
    if (!workflow) throw new WorkflowNotFound(id);
    return workflow;
  }

  private async view(tenantId: string, workflowId: string, id: string): Promise<DeliveryDto> {
    const delivery = await this.deliveries.find(tenantId, workflowId, id);
    if (!delivery) throw new DeliveryNotFound(workflowId, id);
    return deliveryView(delivery);
  }
}
