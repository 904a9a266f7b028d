import { Inject, Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { OutboxRepository } from '#store';
import { askedGauge } from '#telemetry';
import { DELIVERIES, OUTCOMES } from './delivery.js';
import type { Delivery, Outcome } from './delivery.js';

const UNDELIVERED = ['pending', 'blocked', 'unknown', 'dead'];

/** How much waits, is stuck or was given up, read when somebody asks; and how attempts go. */
@Injectable()
export class OutboxMetrics {
  private readonly attempts: Counter<'kind' | 'outcome'>;

  constructor(
    registry: Registry,
    @Inject(OutboxRepository) outbox: Pick<OutboxRepository, 'counts' | 'waitingSince'>,
    @Inject(DELIVERIES) deliveries: readonly Delivery[],
  ) {
    askedGauge(registry, {
      name: 'parley_outbox_items',
      help: 'Items of the outbox that are not delivered, by kind and state. Every api process tells those of all.',
      labelNames: ['kind', 'state'],
      always: deliveries.flatMap(({ kind }) => UNDELIVERED.map((state) => ({ kind, state }))),
      read: () => outbox.counts(),
      toSeries: ({ kind, state, count }) => ({ labels: { kind, state }, value: count }),
    });
    askedGauge(registry, {
      name: 'parley_outbox_oldest_seconds',
      help: 'How long the oldest item of a kind has waited that is not delivered and not given up. Every api process tells that of all.',
      labelNames: ['kind'],
      always: deliveries.map(({ kind }) => ({ kind })),
      read: () => outbox.waitingSince(),
      toSeries: ({ kind, since }) => ({
        labels: { kind },
        value: Math.max(0, Date.now() - since) / 1_000,
      }),
    });
    this.attempts = new Counter({
      name: 'parley_outbox_attempts_total',
      help: 'Attempts to deliver something, by kind and what became of them.',
      labelNames: ['kind', 'outcome'],
      registers: [registry],
    });
    // A rate needs the zero before the first one.
    for (const { kind } of deliveries) {
      for (const outcome of OUTCOMES) this.attempts.inc({ kind, outcome }, 0);
    }
  }

  attempted(kind: string, outcome: Outcome['outcome']): void {
    this.attempts.inc({ kind, outcome });
  }
}
