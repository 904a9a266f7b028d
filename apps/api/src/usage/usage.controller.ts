import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { UsagePageDto, UsageQueryDto } from './usage.dto.js';
import { UsageService } from './usage.service.js';

@ApiTags('Usage')
@Controller('api/usage')
@Scopes('read')
export class UsageController {
  constructor(private readonly usage: UsageService) {}

  /** Minutes, tokens, characters and money by day, agent or session; newest days and sessions first. */
  @Get()
  list(@CurrentCaller() caller: Caller, @Query() query: UsageQueryDto): Promise<UsagePageDto> {
    return this.usage.list(caller, query);
  }
}
