import type { AgentSpec } from '#conversation';

/** One version of an agent that somebody made. Versions never change: whatever happens to an agent is the next one. */
export interface AgentRecord {
  tenantId: string;
  id: string;
  /** From 1. */
  version: number;
  /** Null: from here on there is none of this id. */
  spec: AgentSpec | null;
  /** Name of the caller's key. */
  createdBy: string | null;
  createdAt: number;
}

export interface NewAgentVersion {
  tenantId: string;
  id: string;
  /** The one after that in force, as the caller has seen it. */
  version: number;
  spec: AgentSpec | null;
  createdBy: string;
  now: number;
}
