import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TextModel } from '../openai/text/text-model.js';
import { TextSwitchesDto } from '../openai/text/text-switches.dto.js';

/** How the simulated OpenRouter behaves. */
@ApiTags('control')
@Controller('control/openrouter')
export class OpenRouterControlController {
  constructor(private readonly model: TextModel) {}

  @Get()
  switches(): TextSwitchesDto {
    return this.model.switches;
  }

  /** Replaces the switches, for requests that begin from now on; what is left out goes back to its default. */
  @Put()
  set(@Body() switches: TextSwitchesDto): TextSwitchesDto {
    this.model.switches = switches;
    return this.model.switches;
  }
}
