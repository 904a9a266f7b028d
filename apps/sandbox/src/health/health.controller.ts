import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { SIMULATED_VENDORS } from '../control/simulated-vendor.js';
import type { SimulatedVendor } from '../control/simulated-vendor.js';
import { HealthDto, ReadinessDto } from './health.dto.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(@Inject(SIMULATED_VENDORS) private readonly vendors: readonly SimulatedVendor[]) {}

  /** JSON, or the bare word `OK` for who asks for plain text. */
  @Get()
  @ApiOkResponse({ type: HealthDto })
  health(@Req() request: Request, @Res({ passthrough: true }) response: Response): HealthDto | string {
    if (request.accepts('json', 'text') !== 'text') return this.describe();
    response.type('text/plain');
    return 'OK';
  }

  /** Whether the process answers. */
  @Get('live')
  live(): HealthDto {
    return this.describe();
  }

  /** Whether it can do its work: nothing it needs lies outside the process. */
  @Get('ready')
  ready(): ReadinessDto {
    return { status: 'ok', vendors: this.vendors.map(({ name }) => name) };
  }

  private describe(): HealthDto {
    return {
      status: 'ok',
      service: 'sandbox',
      timestamp: new Date().toISOString(),
      uptime: Math.floor(process.uptime()),
    };
  }
}
