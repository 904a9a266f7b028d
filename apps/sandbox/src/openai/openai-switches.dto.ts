import { IntersectionType } from '@nestjs/swagger';
import { RealtimeSwitchesDto } from './realtime/realtime-control.dto.js';
import { SpeechSwitchesDto } from './speech/speech-switches.dto.js';
import { TextSwitchesDto } from './text/text-switches.dto.js';

/** How the simulated OpenAI behaves when nothing is broken. */
export class OpenAiSwitchesDto extends IntersectionType(
  RealtimeSwitchesDto,
  TextSwitchesDto,
  SpeechSwitchesDto,
) {}
