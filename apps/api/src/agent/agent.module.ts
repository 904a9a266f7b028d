import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { SessionModule } from '../session/session.module.js';
import { AgentController } from './agent.controller.js';
import { AgentService } from './agent.service.js';
import { DispatchController } from './dispatch.controller.js';
import { DispatchService } from './dispatch.service.js';

@Module({
  imports: [StoreModule, AuditModule, IdempotencyModule, SessionModule],
  controllers: [DispatchController, AgentController],
  providers: [AgentService, DispatchService],
})
export class AgentModule {}
