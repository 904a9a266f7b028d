import { Body, Controller, Get, HttpCode, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CHAT_BODY } from '../openai/chat/chat-body.js';
import { ChatCompletions } from '../openai/chat/chat-completions.js';
import { OpenAiKeyGuard } from '../openai/openai-key.guard.js';
import { OpenAiKeysService } from '../openai/openai-keys.service.js';
import { XaiErrorFilter } from './xai-error.filter.js';
import { listModels } from './xai-models.js';
import { xaiRealtime } from './xai-realtime.js';
import { CreateXaiSecretDto, XaiModelListDto, XaiSecretDto } from './xai.dto.js';

const DEFAULT_TTL_SECONDS = 600;

@ApiTags('xai')
@ApiBearerAuth()
@Controller('xai/v1')
@UseGuards(OpenAiKeyGuard)
@UseFilters(XaiErrorFilter)
export class XaiController {
  constructor(
    private readonly keys: OpenAiKeysService,
    private readonly chat: ChatCompletions,
  ) {}

  /** A chat completion, whole or as server-sent events. */
  @Post('chat/completions')
  @HttpCode(200)
  @ApiBody(CHAT_BODY)
  complete(@Body() body: object, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.chat.answer(body, request, response);
  }

  @Post('realtime/client_secrets')
  @HttpCode(200)
  createClientSecret(@Body() { expires_after }: CreateXaiSecretDto): XaiSecretDto {
    const ttlSeconds = expires_after?.seconds ?? DEFAULT_TTL_SECONDS;
    const { value, expiresAt } = this.keys.mint(xaiRealtime.defaults, ttlSeconds);
    return { value, expires_at: expiresAt };
  }

  @Get('models')
  models(): XaiModelListDto {
    return { object: 'list', data: listModels() };
  }
}
