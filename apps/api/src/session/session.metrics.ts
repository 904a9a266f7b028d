import { Inject, Injectable } from '@nestjs/common';
import { Counter, Histogram, Registry } from 'prom-client';
import { END_REASONS, SESSION_STATES } from '#conversation';
import type { EndReason } from '#conversation';
import { SessionRepository } from '#store';
import { askedGauge, LATENCY_BUCKETS_S } from '#telemetry';

/** How a talk came to be without its agent: that fell silent, or put it down. */
export type Parting = 'lost' | 'released';

/** How sessions begin, stand and end. */
@Injectable()
export class SessionMetrics {
  private readonly starts: Histogram;
  private readonly endings: Counter<'reason'>;
  private readonly nearBudget: Counter;
  private readonly costs: Counter;
  private readonly partings: Counter<'parting' | 'outcome'>;

  constructor(
    registry: Registry,
    @Inject(SessionRepository) sessions: Pick<SessionRepository, 'countsByState'>,
  ) {
    askedGauge(registry, {
      name: 'parley_sessions',
      help: 'Sessions that are not over, by state. Every api process tells those of all.',
      labelNames: ['state'],
      always: SESSION_STATES.filter((state) => state !== 'ended').map((state) => ({ state })),
      read: () => sessions.countsByState(),
      toSeries: ({ state, count }) => ({ labels: { state }, value: count }),
    });
    this.starts = new Histogram({
      name: 'parley_session_start_seconds',
      help: 'From the request that opened a session to its first claim by an agent.',
      buckets: LATENCY_BUCKETS_S,
      registers: [registry],
    });
    this.endings = new Counter({
      name: 'parley_sessions_ended_total',
      help: 'Sessions that ended, by reason.',
      labelNames: ['reason'],
      registers: [registry],
    });
    this.nearBudget = new Counter({
      name: 'parley_sessions_near_budget_total',
      help: 'Sessions that spent 80 % of what they may cost.',
      registers: [registry],
    });
    this.costs = new Counter({
      name: 'parley_usage_cost_usd_total',
      help: 'What vendors were used for in sessions, in US dollars, as far as prices are known.',
      registers: [registry],
    });
    this.partings = new Counter({
      name: 'parley_agent_partings_total',
      help: 'Talks that lost their agent, or were put down by it, and what became of them.',
      labelNames: ['parting', 'outcome'],
      registers: [registry],
    });
    for (const parting of ['lost', 'released'] as const) {
      for (const outcome of ['taken_over', 'ended'] as const) this.partings.inc({ parting, outcome }, 0);
    }
    // A rate needs the zero before the first one.
    for (const reason of END_REASONS) this.endings.inc({ reason }, 0);
  }

  /** An agent has it for the first time. */
  started(createdAt: number, now: number): void {
    this.starts.observe(Math.max(0, now - createdAt) / 1_000);
  }

  /** Once for each session that comes so far. */
  nearsBudget(): void {
    this.nearBudget.inc();
  }

  spent(usd: number): void {
    this.costs.inc(usd);
  }

  parted(parting: Parting, outcome: 'taken_over' | 'ended'): void {
    this.partings.inc({ parting, outcome });
  }

  /** Once for each session. */
  ended(reason: EndReason): void {
    this.endings.inc({ reason });
  }
}
