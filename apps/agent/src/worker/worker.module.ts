import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { LedgerModule } from '../ledger/ledger.module.js';
import { SessionModule } from '../session/session.module.js';
import { AgentMetrics } from './agent.metrics.js';
import { JobMetrics } from './job.metrics.js';
import { WorkerService } from './worker.service.js';

@Module({
  imports: [LedgerModule, LivekitModule, SessionModule],
  providers: [WorkerService, JobMetrics, AgentMetrics],
  exports: [WorkerService],
})
export class WorkerModule {}
