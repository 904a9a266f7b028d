import { Body, Controller, Get, HttpCode, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CHAT_BODY } from '../openai/chat/chat-body.js';
import { ChatCompletions } from '../openai/chat/chat-completions.js';
import { OpenAiKeyGuard } from '../openai/openai-key.guard.js';
import { OpenRouterErrorFilter } from './openrouter-error.filter.js';
import { OpenRouterModelListDto } from './openrouter.dto.js';

const MODELS = ['x-ai/grok-4.7', 'openai/gpt-4o-mini'];

@ApiTags('openrouter')
@ApiBearerAuth()
@Controller('openrouter/api/v1')
@UseGuards(OpenAiKeyGuard)
@UseFilters(OpenRouterErrorFilter)
export class OpenRouterController {
  constructor(private readonly chat: ChatCompletions) {}

  /** A chat completion, whole or as server-sent events. The model is named with its maker, as `x-ai/grok-4.7`. */
  @Post('chat/completions')
  @HttpCode(200)
  @ApiBody(CHAT_BODY)
  complete(@Body() body: object, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.chat.answer(body, request, response);
  }

  @Get('models')
  models(): OpenRouterModelListDto {
    return { data: MODELS.map((id) => ({ id, name: id, context_length: 128_000 })) };
  }
}
