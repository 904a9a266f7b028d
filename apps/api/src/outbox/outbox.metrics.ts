import { Inject, Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { OutboxRepository } from '#store';
import { askedGauge } from '#telemetry';
import { DELIVERIES } from './delivery.js';
import type { Delivery } from './delivery.js';

const UNDELIVERED = ['pending', 'blocked', 'unknown', 'dead'];

/** How much waits, is stuck or was given up, read when somebody asks. */
@Injectable()
export class OutboxMetrics {
  constructor(
    registry: Registry,
    @Inject(OutboxRepository) outbox: Pick<OutboxRepository, 'counts'>,
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
  }
}
