import { Global, Module } from '@nestjs/common';
import type { DynamicModule, MiddlewareConsumer, NestModule } from '@nestjs/common';
import { ControlController } from './control.controller.js';
import { FaultMiddleware } from './fault.middleware.js';
import { FaultsService } from './faults.service.js';
import { RequestLogMiddleware } from './request-log.middleware.js';
import { RequestLogService } from './request-log.service.js';
import { SIMULATED_VENDORS } from './simulated-vendor.js';
import type { SimulatedVendor } from './simulated-vendor.js';

/** Global: every vendor reads its faults and writes the log. */
@Global()
@Module({})
export class ControlModule implements NestModule {
  static forVendors(vendors: readonly SimulatedVendor[]): DynamicModule {
    return {
      module: ControlModule,
      controllers: [ControlController],
      providers: [{ provide: SIMULATED_VENDORS, useValue: vendors }, FaultsService, RequestLogService],
      exports: [SIMULATED_VENDORS, FaultsService, RequestLogService],
    };
  }

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(RequestLogMiddleware, FaultMiddleware).forRoutes('{*path}');
  }
}
