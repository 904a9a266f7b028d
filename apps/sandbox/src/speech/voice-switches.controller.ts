import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { VoiceSwitchesDto } from './voice-switches.dto.js';
import { VoiceSwitches } from './voice-switches.service.js';

/** How fast the simulated voices are. */
@ApiTags('control')
@Controller('control/voices')
export class VoiceSwitchesController {
  constructor(private readonly switches: VoiceSwitches) {}

  @Get(':vendor')
  one(@Param('vendor') vendor: string): VoiceSwitchesDto {
    return this.switches.of(vendor);
  }

  /** Replaces the switches; what is left out goes back to its default. */
  @Put(':vendor')
  set(@Param('vendor') vendor: string, @Body() switches: VoiceSwitchesDto): VoiceSwitchesDto {
    this.switches.set(vendor, switches);
    return this.switches.of(vendor);
  }
}
