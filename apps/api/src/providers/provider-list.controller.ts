import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PipelineProviders } from '#providers';
import { Scopes } from '../access/scopes.decorator.js';
import { ProviderListDto } from './provider-list.dto.js';

@ApiTags('Providers')
@Controller('api/providers')
export class ProviderListController {
  constructor(private readonly providers: PipelineProviders) {}

  /** Who can hear, think and speak here, and which of their models stop. */
  @Get()
  @Scopes('session', 'read')
  list(): ProviderListDto {
    return { items: this.providers.describe() };
  }
}
