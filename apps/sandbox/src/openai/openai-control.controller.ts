import { Body, Controller, Delete, Get, HttpCode, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OpenAiSwitchesDto } from './openai-switches.dto.js';
import { TurnDto, TurnQueryDto } from './realtime/realtime-control.dto.js';
import { SessionParts } from './realtime/session-parts.service.js';
import { TurnLogService } from './realtime/turn-log.service.js';
import { SpeechService } from './speech/speech.service.js';
import { SentenceSenseDto } from './text/sentence-sense.dto.js';
import { TextModel } from './text/text-model.js';

/** How the simulated OpenAI behaves, and when what happened. */
@ApiTags('control')
@Controller('control/openai')
export class OpenAiControlController {
  constructor(
    private readonly parts: SessionParts,
    private readonly model: TextModel,
    private readonly speech: SpeechService,
    private readonly turns: TurnLogService,
  ) {}

  @Get()
  switches(): OpenAiSwitchesDto {
    return { ...this.parts.switches, ...this.model.switches, ...this.speech.switches };
  }

  /** Replaces the switches, for sessions and requests that begin from now on; what is left out goes back to its default. */
  @Put()
  async set(@Body() switches: OpenAiSwitchesDto): Promise<OpenAiSwitchesDto> {
    await this.parts.set(switches);
    this.model.switches = switches;
    this.speech.switches = switches;
    return this.switches();
  }

  /** Language models know these sentences, and are right so often about whether what somebody said is one of them. */
  @Put('sentences')
  @HttpCode(204)
  learnSentences(@Body() known: SentenceSenseDto): void {
    this.model.sense.learn(known);
  }

  @Delete('sentences')
  @HttpCode(204)
  forgetSentences(): void {
    this.model.sense.forget();
  }

  /** The latest spoken turns of all sessions with the times of their stages, oldest first. */
  @Get('turns')
  latestTurns(@Query() { sessionId, limit }: TurnQueryDto): TurnDto[] {
    return this.turns.find(sessionId, limit);
  }

  @Delete('turns')
  @HttpCode(204)
  forgetTurns(): void {
    this.turns.clear();
  }
}
