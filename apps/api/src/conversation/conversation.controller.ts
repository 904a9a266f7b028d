import { Controller, Delete, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { PageQueryDto } from '../http/page-query.dto.js';
import {
  ConversationDto,
  ConversationPageDto,
  ErasedDto,
  ExportQueryDto,
  MessagePageDto,
  SearchQueryDto,
} from './conversation.dto.js';
import { ConversationService } from './conversation.service.js';
import { CONTENT_TYPES } from './transcript-formats.js';

const FILE_ENDINGS = { json: 'json', text: 'txt', srt: 'srt' } as const;

@ApiTags('Conversations')
@Controller('api')
@Scopes('read')
export class ConversationController {
  constructor(private readonly conversations: ConversationService) {}

  /** All conversations, newest first. */
  @Get('conversations')
  list(@CurrentCaller() caller: Caller, @Query() page: PageQueryDto): Promise<ConversationPageDto> {
    return this.conversations.list(caller, page);
  }

  /** What was said anywhere with these words in it, newest first. */
  @Get('messages')
  search(@CurrentCaller() caller: Caller, @Query() { q, ...page }: SearchQueryDto): Promise<MessagePageDto> {
    return this.conversations.search(caller, q, page);
  }

  /** One conversation. It outlives its sessions. */
  @Get('conversations/:id')
  read(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ConversationDto> {
    return this.conversations.read(caller, id);
  }

  /** Everything that was said in it, oldest first. */
  @Get('conversations/:id/messages')
  messages(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() page: PageQueryDto,
  ): Promise<MessagePageDto> {
    return this.conversations.messages(caller, id, page);
  }

  /** The whole of it as a file: everything there is of it as JSON, what was said as text, or as subtitles. */
  @Get('conversations/:id/export')
  @ApiProduces(...Object.values(CONTENT_TYPES))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async export(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() { format }: ExportQueryDto,
  ): Promise<StreamableFile> {
    const file = await this.conversations.export(caller, id, format);
    return new StreamableFile(file, {
      type: CONTENT_TYPES[format],
      disposition: `attachment; filename="conversation.${FILE_ENDINGS[format]}"`,
    });
  }

  /** Erase a conversation: all that was said in it and done for it. While somebody talks in it that is a 409. */
  @Delete('conversations/:id')
  @Scopes('admin')
  erase(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ErasedDto> {
    return this.conversations.erase(caller, id);
  }
}
