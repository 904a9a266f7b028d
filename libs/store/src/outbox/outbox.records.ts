/**
 * `pending`: to be delivered from `next_at` on. `done`: delivered. `blocked`: waits for another item, or for an operator to set
 * something right. `unknown`: went out, and nobody knows what became of it; never sent again by itself. `dead`: given up.
 */
export type OutboxState = 'pending' | 'done' | 'blocked' | 'unknown' | 'dead';

/** Something to be told to another system, written in the transaction of what caused it. */
export interface NewOutboxItem {
  tenantId: string;
  id: string;
  /** What it is, and so who delivers it: `crm.lead`. */
  kind: string;
  /** Names the cause: one item for each, however often it is added. The receiver knows a repeat by it. */
  key: string;
  sessionId: string | null;
  conversationId: string | null;
  /** The automation it is for. */
  workflowId?: string;
  payload: Record<string, unknown>;
  state: Exclude<OutboxState, 'done'>;
  /** Why it is not `pending` from the start. */
  error: string | null;
  /** The item that has to be delivered before this one. */
  dependsOn: string | null;
  now: number;
}

export interface OutboxItem {
  tenantId: string;
  id: string;
  kind: string;
  key: string;
  sessionId: string | null;
  workflowId: string | null;
  payload: Record<string, unknown>;
  dependsOn: string | null;
  createdAt: number;
}

/** An item that one worker has for a time. */
export interface LeasedItem extends OutboxItem {
  /** Counts the leases, this one included; nobody settles under an older one. */
  attempts: number;
  /** The same since it was last begun anew, and when that was. */
  tries: number;
  begunAt: number;
  /** A worker had it before and never said how it went: its delivery may have gone out. */
  interrupted: boolean;
}

export interface LeaseRequest {
  /** Names the worker, for the table. */
  worker: string;
  limit: number;
  leaseMs: number;
  now: number;
  /** What this worker has enough of: nothing more of these is given. */
  except?: { kinds: readonly string[]; workflowIds: readonly string[] };
}

/** How an attempt went; `status` is what a receiver that speaks HTTP answered with. */
export type Settlement = { status?: number | undefined } & (
  | { state: 'done'; result: Record<string, unknown> }
  | { state: 'pending'; nextAt: number; error: string }
  | { state: 'blocked' | 'unknown' | 'dead'; error: string }
);

export interface OutboxCount {
  kind: string;
  state: Exclude<OutboxState, 'done'>;
  count: number;
}
