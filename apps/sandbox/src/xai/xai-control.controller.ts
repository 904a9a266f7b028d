import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TurnDto, TurnQueryDto } from '../openai/realtime/realtime-control.dto.js';
import { SessionParts } from '../openai/realtime/session-parts.service.js';
import { TurnLogService } from '../openai/realtime/turn-log.service.js';
import { TextModel } from '../openai/text/text-model.js';
import { XaiSwitchesDto } from './xai.dto.js';

/** How the simulated xAI behaves, and when what happened. */
@ApiTags('control')
@Controller('control/xai')
export class XaiControlController {
  constructor(
    private readonly parts: SessionParts,
    private readonly model: TextModel,
    private readonly turns: TurnLogService,
  ) {}

  @Get()
  switches(): XaiSwitchesDto {
    return { ...this.parts.switches, ...this.model.switches };
  }

  /** Replaces the switches, for sessions and requests that begin from now on; what is left out goes back to its default. */
  @Put()
  async set(@Body() switches: XaiSwitchesDto): Promise<XaiSwitchesDto> {
    await this.parts.set(switches);
    this.model.switches = switches;
    return this.switches();
  }

  /** The latest spoken turns of all sessions with the times of their stages, oldest first. */
  @Get('turns')
  latestTurns(@Query() { sessionId, limit }: TurnQueryDto): TurnDto[] {
    return this.turns.find(sessionId, limit);
  }
}
