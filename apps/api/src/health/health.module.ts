import { Module } from '@nestjs/common';
import { crmConfig } from '#crm';
import { LivekitModule } from '#livekit';
import { openAiConfig } from '#providers';
import { StoreModule } from '#store';
import { ServerModule } from '../server.module.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { VendorStates } from './vendor-states.js';

@Module({
  imports: [ServerModule, LivekitModule, StoreModule],
  controllers: [HealthController],
  providers: [HealthService, VendorStates, openAiConfig, crmConfig],
})
export class HealthModule {}
