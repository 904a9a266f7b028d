import { Module } from '@nestjs/common';
import { OutgoingModule } from '#outgoing';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { JudgingModule } from '../judging/judging.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { DeliveryService } from './delivery.service.js';
import { TriggerMetrics } from './trigger.metrics.js';
import { WorkflowController } from './workflow.controller.js';
import { WorkflowService } from './workflow.service.js';

@Module({
  imports: [StoreModule, AuditModule, IdempotencyModule, JudgingModule, OutgoingModule, OutboxModule],
  controllers: [WorkflowController],
  providers: [WorkflowService, DeliveryService, TriggerMetrics],
})
export class WorkflowModule {}
