import { Injectable } from '@nestjs/common';

/** So many sessions are remembered of a tenant, and so many tenants. */
const SESSIONS = 100;
const TENANTS = 1_000;

export interface DjangoTold {
  /** Milliseconds since 1970. */
  lastAt: number | null;
  events: number;
  /** The last ones. */
  sessionIds: readonly string[];
}

interface Tally {
  lastAt: number;
  events: number;
  sessionIds: Set<string>;
}

/** What this process has told Django since it started. */
@Injectable()
export class DjangoTally {
  private readonly tenants = new Map<string, Tally>();

  told(tenantId: string, sessionId: string, events: number): void {
    const tally = this.tenants.get(tenantId) ?? { lastAt: 0, events: 0, sessionIds: new Set() };
    tally.lastAt = Date.now();
    tally.events += events;
    putLast(tally.sessionIds, sessionId);
    trim(tally.sessionIds, SESSIONS);
    this.tenants.set(tenantId, tally);
    trim(this.tenants, TENANTS);
  }

  of(tenantId: string): DjangoTold {
    const tally = this.tenants.get(tenantId);
    if (!tally) return { lastAt: null, events: 0, sessionIds: [] };
    return { lastAt: tally.lastAt, events: tally.events, sessionIds: [...tally.sessionIds] };
  }
}

function putLast(ids: Set<string>, id: string): void {
  ids.delete(id);
  ids.add(id);
}

/** The oldest go. */
function trim(kept: Set<string> | Map<string, unknown>, most: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(key);
  }
}
