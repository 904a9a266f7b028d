import { Inject, Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';
import { AgentConfig } from '../agent.config.js';
import { Spool } from '../ledger/spool.js';
import { WorkerService } from './worker.service.js';

/** How full this process is and what waits in it, read when somebody asks. An autoscaler reads `parley_agent_sessions`. */
@Injectable()
export class AgentMetrics {
  constructor(
    private readonly registry: Registry,
    config: AgentConfig,
    @Inject(WorkerService) worker: Pick<WorkerService, 'load' | 'registered'>,
    @Inject(Spool) spool: Pick<Spool, 'waiting' | 'bytes' | 'lost'>,
  ) {
    const figures: [name: string, help: string, read: () => number][] = [
      ['parley_agent_sessions', 'Sessions in this process.', () => worker.load().sessions],
      ['parley_agent_sessions_max', 'Sessions this process takes.', () => worker.load().maxSessions],
      ['parley_agent_registered', 'Whether LiveKit knows this process.', () => Number(worker.registered)],
      [
        'parley_agent_accepting',
        'Whether this process takes a session now: registered, not full, not draining.',
        () => Number(worker.registered && !worker.load().full),
      ],
      ['parley_spool_events', 'Events that the api has not confirmed.', () => spool.waiting],
      ['parley_spool_bytes', 'Size of the events that the api has not confirmed.', () => spool.bytes],
      ['parley_spool_max_bytes', 'Bound of the spool.', () => config.spoolMaxMb * 1_000_000],
    ];
    for (const [name, help, read] of figures) this.tell(name, help, read);
    new Counter({
      name: 'parley_spool_lost_events_total',
      help: 'Events for which the spool had no room.',
      registers: [registry],
      collect() {
        this.reset();
        this.inc(spool.lost);
      },
    });
  }

  private tell(name: string, help: string, read: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      collect() {
        this.set(read());
      },
    });
  }
}
