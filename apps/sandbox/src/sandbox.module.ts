import { Module } from '@nestjs/common';
import { EnvironmentModule } from '#config';
import { LoggingModule, MetricsModule } from '#telemetry';
import { ControlModule } from './control/control.module.js';
import { HealthModule } from './health/health.module.js';
import { sandboxConfig } from './sandbox.config.js';
import { vendors } from './vendors.js';

@Module({
  imports: [
    EnvironmentModule,
    LoggingModule.forApp('sandbox', { quietPaths: ['/control'] }),
    MetricsModule,
    ControlModule.forVendors(vendors),
    HealthModule,
    ...vendors.map(({ module }) => module),
  ],
  providers: [sandboxConfig],
})
export class SandboxModule {}
