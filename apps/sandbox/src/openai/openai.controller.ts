import { Body, Controller, Get, HttpCode, Param, Post, UseFilters, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { newOpenAiId } from './openai-id.js';
import { findModel, listModels } from './models.js';
import { OpenAiErrorFilter } from './openai-error.filter.js';
import { OpenAiKeyGuard } from './openai-key.guard.js';
import { OpenAiKeysService } from './openai-keys.service.js';
import {
  ClientSecretDto,
  CreateClientSecretDto,
  ExpiresAfterDto,
  ModelDto,
  ModelListDto,
} from './openai.dto.js';
import { DEFAULT_SETTINGS, describeSession, readSession } from './realtime/session-settings.js';

@ApiTags('openai')
@ApiBearerAuth()
@Controller('openai/v1')
@UseGuards(OpenAiKeyGuard)
@UseFilters(OpenAiErrorFilter)
export class OpenAiController {
  constructor(private readonly keys: OpenAiKeysService) {}

  @Post('realtime/client_secrets')
  @HttpCode(200)
  createClientSecret(@Body() body: CreateClientSecretDto): ClientSecretDto {
    const { expires_after = new ExpiresAfterDto(), session = { type: 'realtime' } } = body;
    const settings = readSession(session, DEFAULT_SETTINGS);
    const { value, expiresAt } = this.keys.mint(settings, expires_after.seconds);
    return { value, expires_at: expiresAt, session: describeSession(newOpenAiId('sess'), settings, 0) };
  }

  @Get('models')
  models(): ModelListDto {
    return { object: 'list', data: [...listModels()] };
  }

  @Get('models/:id')
  model(@Param('id') id: string): ModelDto {
    return findModel(id);
  }
}
