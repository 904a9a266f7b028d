import { Body, Controller, HttpCode, HttpStatus, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../access/caller.js';
import type { Caller } from '../../access/caller.js';
import { Scopes } from '../../access/scopes.decorator.js';
import { ReadsBody } from '../../idempotency/reads-body.decorator.js';
import { ChangeAgentDto } from './change-agent.dto.js';
import { OrderOutcomeDto, RobotActionDto, SayDto } from './operator.dto.js';
import { OperatorService } from './operator.service.js';

@ApiTags('Sessions')
@Controller('session/:id')
@Scopes('operate')
export class OperatorController {
  constructor(private readonly operator: OperatorService) {}

  /** The agent says these words, after what it is saying. The transcript keeps them. */
  @Post('say')
  @ReadsBody()
  @HttpCode(HttpStatus.OK)
  say(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() { text }: SayDto,
  ): Promise<OrderOutcomeDto> {
    return this.operator.say(caller, id, text);
  }

  /** The agent falls silent, as if the person had interrupted it. */
  @Post('interrupt')
  @ReadsBody({ fields: 'none' })
  @HttpCode(HttpStatus.OK)
  interrupt(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<OrderOutcomeDto> {
    return this.operator.interrupt(caller, id);
  }

  /** The robot moves. The answer is its own, where it acknowledges what it does. */
  @Post('robot/actions')
  @ReadsBody()
  @HttpCode(HttpStatus.OK)
  move(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() action: RobotActionDto,
  ): Promise<OrderOutcomeDto> {
    return this.operator.move(caller, id, action);
  }

  /**
   * The agent becomes another one, from its next turn on.
   *
   * @remarks Its instructions, voice, tools or turn taking, for this session alone. `done`: the session's definition says so too, and
   * an agent that takes the session over is the same.
   */
  @Patch('agent')
  @ReadsBody()
  change(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() change: ChangeAgentDto,
  ): Promise<OrderOutcomeDto> {
    return this.operator.change(caller, id, change);
  }
}
