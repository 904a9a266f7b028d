import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import { OutboxRepository } from '#store';

/** How much waits, is stuck or was given up, read when somebody asks. */
@Injectable()
export class OutboxMetrics {
  constructor(registry: Registry, outbox: OutboxRepository) {
    new Gauge({
      name: 'parley_outbox_items',
      help: 'Items of the outbox that are not delivered, by kind and state.',
      labelNames: ['kind', 'state'],
      registers: [registry],
      async collect() {
        this.reset();
        const counts = await outbox.counts().catch(() => []); // the other metrics are told without a database, too
        for (const { kind, state, count } of counts) this.set({ kind, state }, count);
      },
    });
  }
}
