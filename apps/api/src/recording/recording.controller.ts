import { Controller, Delete, Get, Param, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { ErasedRecordingsDto, RecordingQueryDto } from './recording.dto.js';
import { RecordingService } from './recording.service.js';
import { OGG_OPUS } from './sound-answer.js';

@ApiTags('Conversations')
@Controller('api/conversations/:id/recording')
@Scopes('read')
export class RecordingController {
  constructor(private readonly recordings: RecordingService) {}

  /** What was heard in the latest session that was recorded, or in the one that is named: people left, the agent right, as Ogg Opus. Ranges are answered. */
  @Get()
  @ApiProduces(OGG_OPUS)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async play(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() { sessionId }: RecordingQueryDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const sound = await this.recordings.play(caller, id, sessionId, request, response);
    return sound && new StreamableFile(sound, { type: OGG_OPUS });
  }

  /** Erase what was recorded of a conversation, or of one session in it. What was said stays in the transcript. */
  @Delete()
  @Scopes('admin')
  erase(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query() { sessionId }: RecordingQueryDto,
  ): Promise<ErasedRecordingsDto> {
    return this.recordings.erase(caller, id, sessionId);
  }
}
