import { Module } from '@nestjs/common';
import { LivekitModule } from '#livekit';
import { StoreModule } from '#store';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { SessionModule } from '../session/session.module.js';
import { orchestrationConfig } from './orchestration.config.js';
import { OrchestrationController } from './orchestration.controller.js';
import { OrchestrationService } from './orchestration.service.js';

@Module({
  imports: [IdempotencyModule, SessionModule, LivekitModule, StoreModule],
  controllers: [OrchestrationController],
  providers: [OrchestrationService, orchestrationConfig],
})
export class OrchestrationModule {}
