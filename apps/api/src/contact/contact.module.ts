import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { JudgingModule } from '../judging/judging.module.js';
import { ContactCaptureService } from './contact-capture.service.js';
import { contactConfig } from './contact.config.js';
import { ContactController } from './contact.controller.js';
import { ContactMetrics } from './contact.metrics.js';
import { ContactService } from './contact.service.js';
import { EventReader } from './event-reader.js';
import { FollowUps } from './follow-ups.js';
import { KnownPeople } from './known-people.js';
import { MessageMeaning } from './message-meaning.js';
import { MessageReader } from './message-reader.js';
import { TextJudge } from './reading/text-judge.js';

@Module({
  imports: [StoreModule, AuditModule, ErasureModule, IdempotencyModule, JudgingModule],
  controllers: [ContactController],
  providers: [
    contactConfig,
    ContactCaptureService,
    ContactMetrics,
    ContactService,
    EventReader,
    FollowUps,
    KnownPeople,
    MessageMeaning,
    MessageReader,
    TextJudge,
  ],
  exports: [EventReader, KnownPeople],
})
export class ContactModule {}
