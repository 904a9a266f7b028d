import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { ReadsBody } from '../idempotency/reads-body.decorator.js';
import { DispatchAgentDto, DispatchedAgentDto } from './dispatch.dto.js';
import { DispatchService } from './dispatch.service.js';

@ApiTags('Agents')
@Controller('api/agents/dispatch')
@Scopes('session')
export class DispatchController {
  constructor(private readonly dispatches: DispatchService) {}

  /**
   * Send an agent into a room.
   *
   * @remarks The answer does not wait for it. While LiveKit is away it is tried again, until the start time-out ends the session. An
   * agent that there is not is replaced by `default`. A conversation that has messages goes on without a greeting.
   */
  @Post()
  @ReadsBody()
  @HttpCode(HttpStatus.OK)
  dispatch(@CurrentCaller() caller: Caller, @Body() request: DispatchAgentDto): Promise<DispatchedAgentDto> {
    return this.dispatches.dispatch(caller, request);
  }
}
