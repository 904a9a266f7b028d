import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/caller.js';
import type { Caller } from '../access/caller.js';
import { Scopes } from '../access/scopes.decorator.js';
import { DiagnosticsDto } from './diagnostics.dto.js';
import { DiagnosticsService } from './diagnostics.service.js';

@ApiTags('Health')
@Controller('diagnostics')
@Scopes('session', 'read')
export class DiagnosticsController {
  constructor(private readonly diagnostics: DiagnosticsService) {}

  /** What is set, who does what, and what Django was told: in seed S4's form. `GET /health/ready` says more. */
  @Get()
  diagnose(@CurrentCaller() caller: Caller): DiagnosticsDto {
    return this.diagnostics.diagnose(caller);
  }
}
