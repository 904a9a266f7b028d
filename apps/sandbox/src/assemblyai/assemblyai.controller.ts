import { Controller, Get, Headers, Query, UseFilters } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AssemblyAiErrorFilter } from './assemblyai-error.filter.js';
import { AssemblyAiKeysService } from './assemblyai-keys.service.js';
import { StreamTokenDto, StreamTokenQueryDto } from './assemblyai.dto.js';

@ApiTags('assemblyai')
@Controller('assemblyai/v3')
@UseFilters(AssemblyAiErrorFilter)
export class AssemblyAiController {
  constructor(private readonly keys: AssemblyAiKeysService) {}

  /** A token that opens a stream from a browser. */
  @Get('token')
  token(
    @Headers('authorization') key: string | undefined,
    @Query() query: StreamTokenQueryDto,
  ): StreamTokenDto {
    this.keys.check(key, null);
    return { token: this.keys.mint(query.expires_in_seconds), expires_in_seconds: query.expires_in_seconds };
  }
}
