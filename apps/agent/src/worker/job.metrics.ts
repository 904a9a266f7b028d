import { Injectable } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';

/** What LiveKit offers this process. */
@Injectable()
export class JobMetrics {
  private readonly jobs: Counter<'answer'>;

  constructor(registry: Registry) {
    this.jobs = new Counter({
      name: 'parley_agent_jobs_total',
      help: 'Jobs that LiveKit offered, by our answer. A refused one is offered to another agent.',
      labelNames: ['answer'],
      registers: [registry],
    });
    for (const answer of ['accepted', 'refused']) this.jobs.inc({ answer }, 0);
  }

  answered(accepted: boolean): void {
    this.jobs.inc({ answer: accepted ? 'accepted' : 'refused' });
  }
}
