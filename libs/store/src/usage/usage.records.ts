import type { PageRequest } from '../page.js';
import type { SessionUsage } from '../session/session.records.js';

/** What usage is added up by: each of these has a row of its own. */
export const USAGE_GROUPS = ['session', 'agent', 'day'] as const;
export type UsageGroup = (typeof USAGE_GROUPS)[number];

export interface UsageQuery extends PageRequest {
  by: UsageGroup;
  /** From this moment on. */
  from: number;
  /** Before this one. */
  to: number;
  /** For talks that go on. */
  now: number;
}

export interface UsageRow extends SessionUsage {
  /** Id of a session or an agent, or a day in UTC, `2026-11-21`. */
  key: string;
  sessions: number;
  /** From the first claim of a session to its end. */
  talkedMs: number;
}
