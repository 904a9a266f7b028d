import { Body, Controller, HttpCode, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OpenAiErrorFilter } from '../openai-error.filter.js';
import { OpenAiKeyGuard } from '../openai-key.guard.js';
import { CHAT_BODY } from './chat-body.js';
import { ChatCompletions } from './chat-completions.js';

@ApiTags('openai')
@ApiBearerAuth()
@Controller('openai/v1')
@UseGuards(OpenAiKeyGuard)
@UseFilters(OpenAiErrorFilter)
export class ChatController {
  constructor(private readonly chat: ChatCompletions) {}

  /** A chat completion, whole or as server-sent events. */
  @Post('chat/completions')
  @HttpCode(200)
  @ApiBody(CHAT_BODY)
  complete(@Body() body: object, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.chat.answer(body, request, response);
  }
}
