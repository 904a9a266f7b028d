import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { EnvironmentModule } from '#config';
import { ProblemFilter } from '#problem';
import { FaultsModule, LoggingModule, MetricsModule, TracingModule } from '#telemetry';
import { FaceController } from './face/face.controller.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { SessionModule } from './session/session.module.js';
import { WorkerModule } from './worker/worker.module.js';

@Module({
  imports: [
    EnvironmentModule,
    LoggingModule.forApp('agent'),
    FaultsModule.forApp('agent'),
    MetricsModule,
    TracingModule.forApp('agent'),
    LedgerModule,
    SessionModule,
    WorkerModule,
  ],
  controllers: [FaceController],
  providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
})
export class AgentModule {}
