import { Module } from '@nestjs/common';
import { CrmModule } from '#crm';
import { OutgoingModule } from '#outgoing';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { ChatSessionDelivery } from '../mirror/chat-session.delivery.js';
import { DjangoSessionDelivery } from '../mirror/django-session.delivery.js';
import { MirrorModule } from '../mirror/mirror.module.js';
import { CrmLeadDelivery } from './crm-lead.delivery.js';
import { CrmQuoteDelivery } from './crm-quote.delivery.js';
import { DELIVERIES } from './delivery.js';
import type { Delivery } from './delivery.js';
import { outboxConfig } from './outbox.config.js';
import { OutboxMetrics } from './outbox.metrics.js';
import { OutboxWorker } from './outbox.worker.js';
import { WebhookDelivery } from './webhook.delivery.js';

const OWN = [CrmLeadDelivery, CrmQuoteDelivery, WebhookDelivery];
const ALL = [...OWN, DjangoSessionDelivery, ChatSessionDelivery];

@Module({
  imports: [CrmModule, OutgoingModule, StoreModule, AuditModule, MirrorModule],
  providers: [
    outboxConfig,
    ...OWN,
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
