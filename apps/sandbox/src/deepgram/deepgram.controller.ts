import { Body, Controller, HttpCode, Post, Query, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import type { Response } from 'express';
import { answerWithSpeech } from '../speech/speech-answer.js';
import { Voice } from '../speech/voice.js';
import { VoiceSwitches } from '../speech/voice-switches.service.js';
import { DeepgramErrorFilter } from './deepgram-error.filter.js';
import { DeepgramKeyGuard } from './deepgram-key.guard.js';
import { SpeakDto } from './deepgram.dto.js';
import { readSpeakOptions } from './speak-options.js';

@ApiTags('deepgram')
@Controller('deepgram/v1')
@UseGuards(DeepgramKeyGuard)
@UseFilters(DeepgramErrorFilter)
export class DeepgramController {
  constructor(
    private readonly voice: Voice,
    private readonly switches: VoiceSwitches,
  ) {}

  /** Text to sound without a container, as it comes. */
  @Post('speak')
  @HttpCode(200)
  @ApiProduces('audio/l16')
  async speak(
    @Body() { text }: SpeakDto,
    @Query() query: Record<string, string>,
    @Res() response: Response,
  ): Promise<void> {
    const { model, encoding, rate } = readSpeakOptions(new URLSearchParams(query));
    const kind = { pcm_s16le: 'l16', pcm_mulaw: 'mulaw', pcm_alaw: 'alaw', pcm_f32le: 'l32' }[encoding];
    response.setHeader('Content-Type', `audio/${kind};rate=${rate}`);
    response.setHeader('dg-request-id', randomUUID());
    response.setHeader('dg-model-name', model);
    response.setHeader('dg-char-count', text.length);
    await answerWithSpeech(response, {
      text,
      encoding,
      rate,
      voice: this.voice,
      voiceName: model,
      switches: () => this.switches.of('deepgram'),
    });
  }
}
