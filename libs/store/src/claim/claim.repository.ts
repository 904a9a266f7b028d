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

export type Renewal =
  | { outcome: 'renewed'; /** Set when the agent is to end the session. */ ending: EndReason | null }
  /** A newer claim, a lease that was counted as lost, or the end of the session: this agent has to fall silent. */
  | { outcome: 'superseded' };

export interface LostClaim {
  tenantId: string;
  sessionId: string;
  room: string;
  epoch: number;
  agentProcess: string;
  agentIdentity: string;
  expiresAt: number;
}

/** One agent a session: the newest claim is the only one that counts, and its epoch fences all that the older ones still send. */
export abstract class ClaimRepository {
  /**
   * Takes the session for an agent: it becomes `active`, older claims are fenced, in one transaction.
   *
   * @throws SessionNotFound
   * @throws SessionOver when it is ending or has ended.
   */
  abstract claim(claim: NewClaim): Promise<Claim>;

  abstract renew(renewal: {
    sessionId: string;
    epoch: number;
    leaseMs: number;
    now: number;
  }): Promise<Renewal>;

  /** Sessions that are not ended and whose newest claim ran out without being released or fenced. */
  abstract expiredAt(now: number): Promise<LostClaim[]>;

  /** Counts a claim as lost: what it says from `at` on is refused. False when it was fenced already, or renewed past `at`. */
  abstract fence(sessionId: string, epoch: number, at: number): Promise<boolean>;

  /** The agent put the session down in good order. What it still has to tell is accepted. */
  abstract release(sessionId: string, epoch: number, at: number): Promise<void>;
}
