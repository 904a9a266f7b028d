import {
  Body,
  Controller,
  HttpCode,
  Post,
  Req,
  Res,
  UploadedFile,
  UseFilters,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OpenAiErrorFilter } from '../openai-error.filter.js';
import { OpenAiKeyGuard } from '../openai-key.guard.js';
import { SPEECH_BODY, TRANSCRIPTION_BODY } from './audio-bodies.js';
import { SpeechService } from './speech.service.js';
import { TranscriptionService } from './transcription.service.js';
import type { UploadedSound } from './transcription.service.js';

/** OpenAI's own limit. */
const LARGEST_FILE_BYTES = 25 * 1024 * 1024;

@ApiTags('openai')
@ApiBearerAuth()
@Controller('openai/v1/audio')
@UseGuards(OpenAiKeyGuard)
@UseFilters(OpenAiErrorFilter)
export class AudioController {
  constructor(
    private readonly speech: SpeechService,
    private readonly transcriptions: TranscriptionService,
  ) {}

  /** Text as sound, PCM16 mono at 24 kHz bare or as WAV. */
  @Post('speech')
  @HttpCode(200)
  @ApiBody(SPEECH_BODY)
  speak(@Body() body: object, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.speech.speak(body, request, response);
  }

  /** The words of one utterance. */
  @Post('transcriptions')
  @HttpCode(200)
  @ApiConsumes('multipart/form-data')
  @ApiBody(TRANSCRIPTION_BODY)
  @UseInterceptors(FileInterceptor('file', { limits: { fileSize: LARGEST_FILE_BYTES, files: 1 } }))
  transcribe(
    @UploadedFile() file: UploadedSound | undefined,
    @Body() body: object,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.transcriptions.transcribe(file, body, request, response);
  }
}
