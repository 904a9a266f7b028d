import { Injectable, Logger } from '@nestjs/common';
import { SessionRepository } from '#store';
import type { SessionRecord } from '#store';
import { withLogFields } from '#telemetry';
import { SessionCloser } from './session-closer.js';
import { sessionLogFields } from './session-log-fields.js';
import { SessionMetrics } from './session.metrics.js';

const MICROS = 1e6;
const NEAR = 0.8;

/** Holds sessions to what they may cost. What has no known price costs them nothing here. */
@Injectable()
export class SessionBudget {
  private readonly logger = new Logger(SessionBudget.name);

  constructor(
    private readonly sessions: SessionRepository,
    private readonly closer: SessionCloser,
    private readonly metrics: SessionMetrics,
  ) {}

  /** Something was added to what these sessions cost: so many millionths of a dollar. */
  async spent(added: ReadonlyMap<string, number>): Promise<void> {
    for (const [sessionId, micros] of added) {
      this.metrics.spent(micros / MICROS);
      const session = await this.sessions.findAnyTenant(sessionId);
      if (session) await withLogFields(sessionLogFields(session), () => this.compare(session, micros));
    }
  }

  private async compare(session: SessionRecord, addedMicros: number): Promise<void> {
    const { money } = session.definition.limits;
    if (money === null || session.state !== 'active') return;
    const limit = money * MICROS;
    const now = await this.sessions.knownCostMicros(session.tenantId, session.id);
    if (now >= limit) return this.closer.windUp(session, 'budget');
    // Told once, by the event that passes it.
    if (now < limit * NEAR || now - addedMicros >= limit * NEAR) return;
    this.logger.warn('session nears its budget', { costUsd: now / MICROS, maxUsd: money });
    this.metrics.nearsBudget();
  }
}
