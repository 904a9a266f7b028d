import { Body, Controller, Get, HttpCode, Param, Post, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiBody, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { answerWithSpeech } from '../speech/speech-answer.js';
import { Voice } from '../speech/voice.js';
import { VoiceSwitches } from '../speech/voice-switches.service.js';
import { CartesiaErrorFilter } from './cartesia-error.filter.js';
import { CartesiaKeysService } from './cartesia-keys.service.js';
import {
  AccessTokenDto,
  CreateAccessTokenDto,
  CartesiaVoiceDto,
  CartesiaVoiceListDto,
} from './cartesia.dto.js';
import { VoiceNotFound } from './cartesia.errors.js';
import { readBytesRequest, voiceIdOf } from './generation.js';
import { VOICES } from './voices.js';

@ApiTags('cartesia')
@Controller('cartesia')
@UseGuards(CartesiaKeysService)
@UseFilters(CartesiaErrorFilter)
export class CartesiaController {
  constructor(
    private readonly keys: CartesiaKeysService,
    private readonly voice: Voice,
    private readonly switches: VoiceSwitches,
  ) {}

  /** Text to sound without a container, as it comes. */
  @Post('tts/bytes')
  @HttpCode(200)
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  @ApiProduces('application/octet-stream')
  async bytes(@Body() body: Record<string, unknown>, @Res() response: Response): Promise<void> {
    const { transcript, voice, output_format } = readBytesRequest(body);
    response.setHeader('Content-Type', 'application/octet-stream');
    await answerWithSpeech(response, {
      text: transcript,
      encoding: output_format.encoding,
      rate: output_format.sample_rate,
      voice: this.voice,
      voiceName: voiceIdOf(voice),
      switches: () => this.switches.of('cartesia'),
    });
  }

  /** A token that opens the socket from a browser. */
  @Post('access-token')
  @HttpCode(200)
  createAccessToken(@Body() { expires_in }: CreateAccessTokenDto): AccessTokenDto {
    return { token: this.keys.mint(expires_in) };
  }

  @Get('voices')
  voices(): CartesiaVoiceListDto {
    return { data: [...VOICES], has_more: false };
  }

  @Get('voices/:id')
  oneVoice(@Param('id') id: string): CartesiaVoiceDto {
    const voice = VOICES.find((candidate) => candidate.id === id);
    if (!voice) throw new VoiceNotFound(id);
    return voice;
  }
}
