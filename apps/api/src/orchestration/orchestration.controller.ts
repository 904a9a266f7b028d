import { Body, Controller, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { ReadsBody } from '../idempotency/reads-body.decorator.js';
import { StartedTalkDto, StoppedTalkDto, StopTalkDto, TalkStatusDto } from './orchestration.dto.js';
import { OrchestrationService } from './orchestration.service.js';

@ApiTags('Orchestrated talks')
@Controller('orchestrated')
@Scopes('session')
export class OrchestrationController {
  constructor(private readonly orchestration: OrchestrationService) {}

  /**
   * Start a talk with Tara.
   *
   * @remarks Makes a LiveKit room and sends the agent into it. Join the room with `url` and `userToken`; the voice comes from the participant
   * `liveavatar-voice`, robot commands and transcripts come from `agent-…`. The body is not looked at.
   */
  @Post('session/start')
  @ReadsBody({ otherTypes: 'ignore' })
  @HttpCode(HttpStatus.OK)
  @ApiBody({ required: false, schema: { type: 'object', example: {} } })
  start(@CurrentCaller() caller: Caller): Promise<StartedTalkDto> {
    return this.orchestration.start(caller);
  }

  /**
   * Stop a talk.
   *
   * @remarks Answers 200 whatever the room is, also when there is nothing to stop.
   */
  @Post('session/stop')
  @ReadsBody({ otherTypes: 'ignore' })
  @HttpCode(HttpStatus.OK)
  @ApiBody({ type: StopTalkDto, required: false })
  stop(@CurrentCaller() caller: Caller, @Body() { roomName }: StopTalkDto): Promise<StoppedTalkDto> {
    return this.orchestration.stop(caller, roomName ?? undefined);
  }

  /** Whether talks can be started. Answers also when nothing is configured. */
  @Get('status')
  status(@CurrentCaller() caller: Caller): Promise<TalkStatusDto> {
    return this.orchestration.status(caller);
  }
}
