import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { PageQueryDto } from '../http/page-query.dto.js';
import { ConversationDto, MessagePageDto } from './conversation.dto.js';
import { ConversationService } from './conversation.service.js';

@ApiTags('Conversations')
@Controller('api/conversations')
@Scopes('read')
export class ConversationController {
  constructor(private readonly conversations: ConversationService) {}

  /** One conversation. It outlives its sessions. */
  @Get(':id')
  read(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ConversationDto> {
    return this.conversations.read(caller, id);
  }

  /** Everything that was said in it, oldest first. */
  @Get(':id/messages')
  messages(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() page: PageQueryDto,
  ): Promise<MessagePageDto> {
    return this.conversations.messages(caller, id, page);
  }
}
