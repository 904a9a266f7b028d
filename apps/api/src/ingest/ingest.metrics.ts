import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import type { IngestAnswer } from '#conversation';

const OUTCOMES = ['accepted', 'duplicate', 'rejected'] as const;

/** How much agents tell, and what became of it. */
@Injectable()
export class IngestMetrics {
  private readonly batches: Counter;
  private readonly events: Counter<'outcome'>;

  constructor(registry: Registry) {
    this.batches = new Counter({
      name: 'parley_ingest_batches_total',
      help: 'Batches of events that agents sent and that were kept.',
      registers: [registry],
    });
    this.events = new Counter({
      name: 'parley_ingest_events_total',
      help: 'Events that agents sent, by what became of them.',
      labelNames: ['outcome'],
      registers: [registry],
    });
    for (const outcome of OUTCOMES) this.events.inc({ outcome }, 0);
  }

  took({ accepted, duplicates, rejected }: IngestAnswer): void {
    this.batches.inc();
    this.events.inc({ outcome: 'accepted' }, accepted);
    this.events.inc({ outcome: 'duplicate' }, duplicates);
    this.events.inc({ outcome: 'rejected' }, rejected.length);
  }
}
