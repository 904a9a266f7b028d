import { Module } from '@nestjs/common';
import { CrmModule } from '#crm';
import { OutgoingModule } from '#outgoing';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { CrmLeadDelivery } from './crm-lead.delivery.js';
import { CrmQuoteDelivery } from './crm-quote.delivery.js';
import { DELIVERIES } from './delivery.js';
import type { Delivery } from './delivery.js';
import { outboxConfig } from './outbox.config.js';
import { OutboxMetrics } from './outbox.metrics.js';
import { OutboxWorker } from './outbox.worker.js';
import { WebhookDelivery } from './webhook.delivery.js';

const ALL = [CrmLeadDelivery, CrmQuoteDelivery, WebhookDelivery];

@Module({
  imports: [CrmModule, OutgoingModule, StoreModule, AuditModule],
  providers: [
    outboxConfig,
    ...ALL,
    {
      provide: DELIVERIES,
      inject: ALL,
      useFactory: (...deliveries: Delivery[]): Delivery[] => deliveries,
    },
    OutboxWorker,
    OutboxMetrics,
  ],
  exports: [OutboxWorker],
})
export class OutboxModule {}
