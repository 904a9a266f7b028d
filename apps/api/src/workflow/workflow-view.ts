import type { DeliveryRecord, WorkflowRecord } from '#store';
import type { DeliveryDto, DeliveryState } from './delivery.dto.js';
import type { WorkflowDto } from './workflow.dto.js';

const STATES: Record<DeliveryRecord['state'], DeliveryState> = {
  pending: 'pending',
  blocked: 'pending',
  done: 'delivered',
  dead: 'failed',
  unknown: 'failed',
};

export function workflowView(workflow: WorkflowRecord): WorkflowDto {
  const { id, name, enabled, disabledBecause, trigger, condition, action } = workflow;
  return {
    ...{ id, name, enabled, disabledBecause, trigger, condition, action },
    createdAt: new Date(workflow.createdAt).toISOString(),
    updatedAt: new Date(workflow.updatedAt).toISOString(),
  };
}

export function deliveryView(delivery: DeliveryRecord): DeliveryDto {
  const { id, payload, attempts, lastStatus, lastError, sessionId, conversationId } = delivery;
  return {
    ...{ id, type: String(payload.type), state: STATES[delivery.state] },
    ...{ attempts, lastStatus, lastError, sessionId, conversationId },
    createdAt: new Date(delivery.createdAt).toISOString(),
    nextAt: moment(delivery.nextAt),
    finishedAt: moment(delivery.finishedAt),
  };
}

function moment(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
