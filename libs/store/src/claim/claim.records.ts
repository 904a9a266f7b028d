import type { EndReason } from '#conversation';
import type { SessionRecord } from '../session/session.records.js';

export interface NewClaim {
  sessionId: string;
  agentProcess: string;
  agentIdentity: string;
  leaseMs: number;
  now: number;
}

export interface Claim {
  epoch: number;
  /** The session as it was before this claim: `startedAt` is null for a first one. */
  session: SessionRecord;
  /** The newest claim before this one, fenced now; its agent may still be in the room as a ghost. */
  previous: { epoch: number; agentIdentity: string } | null;
}

export interface ClaimInForce {
  epoch: number;
  agentIdentity: string;
}

export interface RenewedClaim {
  sessionId: string;
  epoch: number;
  leaseMs: number;
  now: number;
}

/** How an agent process's leases are to run out sooner. Times in ms since 1970. */
export interface Haste {
  /** What was renewed from then on keeps its time. */
  renewedBefore: number;
  /** For how long it was renewed (ms). */
  leaseMs: number;
  expiresAt: number;
}

export type Renewal =
  | { outcome: 'renewed'; /** Set when the agent is to end the session. */ ending: EndReason | null }
  /** A newer claim, a lease that was counted as lost, or the end of the session: this agent has to fall silent. */
  | { outcome: 'superseded' };

/** A session as the agent has it that claimed it last. */
export interface HeldClaim {
  tenantId: string;
  sessionId: string;
  room: string;
  epoch: number;
  agentProcess: string;
  agentIdentity: string;
  expiresAt: number;
}
