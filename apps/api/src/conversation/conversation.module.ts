import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { ConversationController } from './conversation.controller.js';
import { ConversationService } from './conversation.service.js';

@Module({
  imports: [StoreModule],
  controllers: [ConversationController],
  providers: [ConversationService],
})
export class ConversationModule {}
