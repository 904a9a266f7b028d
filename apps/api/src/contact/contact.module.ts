import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { ContactCaptureService } from './contact-capture.service.js';
import { contactConfig } from './contact.config.js';
import { ContactController } from './contact.controller.js';
import { ContactMetrics } from './contact.metrics.js';
import { ContactService } from './contact.service.js';
import { EventReader } from './event-reader.js';
import { FollowUps } from './follow-ups.js';
import { KnownPeople } from './known-people.js';
import { TextJudge } from './reading/text-judge.js';

@Module({
  imports: [StoreModule, AuditModule, ErasureModule, IdempotencyModule],
  controllers: [ContactController],
  providers: [
    contactConfig,
    ContactCaptureService,
    ContactMetrics,
    ContactService,
    EventReader,
    FollowUps,
    KnownPeople,
    TextJudge,
  ],
  exports: [EventReader, KnownPeople],
})
export class ContactModule {}
