import { Inject, Injectable } from '@nestjs/common';
import { Histogram, Registry } from 'prom-client';
import { Store } from '#store';
import { LATENCY_BUCKETS_S } from '#telemetry';

/** How long the database takes to keep something. */
@Injectable()
export class StoreMetrics {
  constructor(registry: Registry, @Inject(Store) store: Pick<Store, 'onWrite'>) {
    const writes = new Histogram({
      name: 'parley_store_write_seconds',
      help: 'Write transactions, from being asked for to being kept or given up: waiting for others included.',
      labelNames: ['outcome'],
      buckets: [0.0005, 0.001, 0.0025, ...LATENCY_BUCKETS_S],
      registers: [registry],
    });
    // A rate needs the zero before the first one.
    for (const outcome of ['kept', 'failed']) writes.zero({ outcome });
    store.onWrite((tookMs, kept) => writes.observe({ outcome: kept ? 'kept' : 'failed' }, tookMs / 1_000));
  }
}
