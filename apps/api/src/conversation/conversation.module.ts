import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { ConversationController } from './conversation.controller.js';
import { ConversationService } from './conversation.service.js';

@Module({
  imports: [StoreModule, AuditModule, ErasureModule],
  controllers: [ConversationController],
  providers: [ConversationService],
})
export class ConversationModule {}
