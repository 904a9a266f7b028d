import { Body, Controller, HttpCode, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { OpenAiErrorFilter } from '../openai-error.filter.js';
import { OpenAiKeyGuard } from '../openai-key.guard.js';
import { ResponsesService } from './responses.service.js';

@ApiTags('openai')
@ApiBearerAuth()
@Controller('openai/v1')
@UseGuards(OpenAiKeyGuard)
@UseFilters(OpenAiErrorFilter)
export class ResponsesController {
  constructor(private readonly responses: ResponsesService) {}

  /** A response, whole or as server-sent events. */
  @Post('responses')
  @HttpCode(200)
  @ApiBody({
    schema: { type: 'object', additionalProperties: true, required: ['model', 'input'] },
    examples: {
      hello: {
        summary: 'A word',
        value: { model: 'gpt-4o-mini', instructions: 'You are Tara.', input: 'hello tara' },
      },
    },
  })
  respond(@Body() body: object, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.responses.answer(body, request, response);
  }
}
