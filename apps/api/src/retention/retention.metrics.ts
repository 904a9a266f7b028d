import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import type { Erased } from '#store';

export const ERASED_KINDS = ['conversations', 'sessions', 'messages', 'events'] as const;

@Injectable()
export class RetentionMetrics {
  private readonly erased: Counter<'kind'>;

  constructor(registry: Registry) {
    this.erased = new Counter({
      name: 'parley_retention_erased_total',
      help: 'What was erased because it became older than RETENTION_DAYS, by kind.',
      labelNames: ['kind'],
      registers: [registry],
    });
    for (const kind of ERASED_KINDS) this.erased.inc({ kind }, 0);
  }

  took(erased: Erased): void {
    for (const kind of ERASED_KINDS) this.erased.inc({ kind }, erased[kind]);
  }
}
