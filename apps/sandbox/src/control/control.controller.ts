import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { DroppedDto, VendorFaultsDto } from './control.dto.js';
import { FAULT_EXAMPLES } from './fault-examples.js';
import { FaultPlanDto } from './fault-plan.dto.js';
import { FaultsService } from './faults.service.js';
import { RequestLogDto, RequestLogQueryDto } from './request-log.dto.js';
import { RequestLogService } from './request-log.service.js';
import type { VendorFaults } from './vendor-faults.js';

/** Makes vendors fail, and shows what they were asked. */
@ApiTags('control')
@Controller('control')
export class ControlController {
  constructor(
    private readonly faults: FaultsService,
    private readonly log: RequestLogService,
  ) {}

  /** What is broken at the moment, vendor by vendor. */
  @Get('faults')
  all(): VendorFaultsDto[] {
    return this.faults.all().map(describe);
  }

  /** Mend everything. */
  @Delete('faults')
  @HttpCode(204)
  clearAll(): void {
    for (const faults of this.faults.all()) faults.clear();
  }

  /** What is broken at one vendor. */
  @Get(':vendor/faults')
  one(@Param('vendor') vendor: string): VendorFaultsDto {
    return describe(this.faults.of(vendor));
  }

  /** Break a vendor. The body replaces all its switches: what is left out is mended. */
  @Put(':vendor/faults')
  @ApiBody({ type: FaultPlanDto, examples: FAULT_EXAMPLES })
  set(@Param('vendor') vendor: string, @Body() plan: FaultPlanDto): VendorFaultsDto {
    const faults = this.faults.of(vendor);
    faults.set(plan);
    return describe(faults);
  }

  /** Mend a vendor. */
  @Delete(':vendor/faults')
  @HttpCode(204)
  clear(@Param('vendor') vendor: string): void {
    this.faults.of(vendor).clear();
  }

  /** Cut every open socket of a vendor, now. */
  @Post(':vendor/drop')
  @HttpCode(200)
  drop(@Param('vendor') vendor: string): DroppedDto {
    return { dropped: this.faults.of(vendor).dropSockets() };
  }

  /** Expire every credential the vendor issued until now; a new one works. */
  @Post(':vendor/expire-credentials')
  @HttpCode(204)
  expireCredentials(@Param('vendor') vendor: string): void {
    this.faults.of(vendor).expireCredentials();
  }

  /** What the vendors were asked lately. Read-only; no credentials, no words, no sound. */
  @Get('requests')
  requests(@Query() query: RequestLogQueryDto): RequestLogDto {
    return this.log.find(query);
  }
}

function describe(faults: VendorFaults): VendorFaultsDto {
  return { vendor: faults.vendor, faults: faults.plan, openSockets: faults.openSockets };
}
