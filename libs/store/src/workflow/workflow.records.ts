import type { Trigger, WorkflowCondition } from '#conversation';
import type { OutboxState } from '../outbox/outbox.records.js';

/** The kind of an outbox item that a workflow is the cause of. */
export const WEBHOOK = 'webhook';

/** What is done: a signed POST. */
export interface WebhookAction {
  type: 'webhook';
  url: string;
}

export interface WorkflowDraft {
  name: string;
  enabled: boolean;
  trigger: Trigger;
  condition: WorkflowCondition;
  action: WebhookAction;
}

export interface NewWorkflow extends WorkflowDraft {
  tenantId: string;
  id: string;
  secret: string;
  now: number;
}

/** Without its secrets, which leave the store for nobody but who signs. */
export interface WorkflowRecord extends WorkflowDraft {
  tenantId: string;
  id: string;
  /** Why it was switched off, when nobody did it by hand. */
  disabledBecause: string | null;
  createdAt: number;
  updatedAt: number;
}

/** A workflow to carry out now: where to, and every secret that counts, the newest first. */
export interface WorkflowToRun {
  enabled: boolean;
  action: WebhookAction;
  secrets: string[];
}

/** What is sent of one cause, and how it stands. */
export interface DeliveryRecord {
  id: string;
  workflowId: string;
  sessionId: string | null;
  conversationId: string | null;
  payload: Record<string, unknown>;
  state: OutboxState;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  createdAt: number;
  /** While it is pending. */
  nextAt: number | null;
  finishedAt: number | null;
}

/** `under_way`: it is being sent at this moment. */
export type Replay = 'replayed' | 'under_way' | 'not_found';
