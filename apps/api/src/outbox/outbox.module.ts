import { Module } from '@nestjs/common';
import { CrmModule } from '#crm';
import { StoreModule } from '#store';
import { CrmLeadDelivery } from './crm-lead.delivery.js';
import { CrmQuoteDelivery } from './crm-quote.delivery.js';
import { DELIVERIES } from './delivery.js';
import type { Delivery } from './delivery.js';
import { outboxConfig } from './outbox.config.js';
import { OutboxMetrics } from './outbox.metrics.js';
import { OutboxWorker } from './outbox.worker.js';

const CRM_DELIVERIES = [CrmLeadDelivery, CrmQuoteDelivery];

@Module({
  imports: [CrmModule, StoreModule],
  providers: [
    outboxConfig,
    ...CRM_DELIVERIES,
    {
      provide: DELIVERIES,
      inject: CRM_DELIVERIES,
      useFactory: (...deliveries: Delivery[]): Delivery[] => deliveries,
    },
    OutboxWorker,
    OutboxMetrics,
  ],
  exports: [OutboxWorker],
})
export class OutboxModule {}
