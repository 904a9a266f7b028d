import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { ApiBody, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { answerWithSpeech } from '../speech/speech-answer.js';
import { Voice } from '../speech/voice.js';
import { VoiceSwitches } from '../speech/voice-switches.service.js';
import { ElevenLabsErrorFilter } from './elevenlabs-error.filter.js';
import { ElevenLabsKeyGuard } from './elevenlabs-key.guard.js';
import { ElevenLabsModelDto, ElevenLabsVoiceListDto } from './elevenlabs.dto.js';
import { readSpeakRequest } from './input-message.js';
import { MODELS, VOICES } from './models.js';
import { readOutputFormat } from './output-format.js';

@ApiTags('elevenlabs')
@Controller('elevenlabs')
@UseGuards(ElevenLabsKeyGuard)
@UseFilters(ElevenLabsErrorFilter)
export class ElevenLabsController {
  constructor(
    private readonly voice: Voice,
    private readonly switches: VoiceSwitches,
  ) {}

  /** Text to sound without a container, as it comes. */
  @Post(['v1/text-to-speech/:voice', 'v1/text-to-speech/:voice/stream'])
  @HttpCode(200)
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  @ApiProduces('audio/pcm')
  async speak(
    @Param('voice') voiceName: string,
    @Query('output_format') format: string | undefined,
    @Body() body: Record<string, unknown>,
    @Res() response: Response,
  ): Promise<void> {
    const { encoding, rate } = readOutputFormat(format);
    const { text } = readSpeakRequest(body);
    response.setHeader('Content-Type', encoding === 'pcm_s16le' ? 'audio/pcm' : 'audio/basic');
    await answerWithSpeech(response, {
      ...{ encoding, rate, voiceName },
      text,
      voice: this.voice,
      switches: () => this.switches.of('elevenlabs'),
    });
  }

  @Get('v1/models')
  models(): ElevenLabsModelDto[] {
    return [...MODELS];
  }

  @Get(['v1/voices', 'v2/voices'])
  voices(): ElevenLabsVoiceListDto {
    return { voices: [...VOICES], has_more: false, total_count: VOICES.length };
  }
}
