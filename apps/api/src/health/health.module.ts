import { Module } from '@nestjs/common';
import { crmConfig } from '#crm';
import { LivekitModule } from '#livekit';
import { languageVendorsConfig, openAiConfig, speechVendorsConfig, VendorAccesses } from '#providers';
import { StoreModule } from '#store';
import { redisConfig } from '../redis/redis.config.js';
import { RedisModule } from '../redis/redis.module.js';
import { ServerModule } from '../server.module.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { ReadyParts } from './ready-parts.js';
import { VendorStates } from './vendor-states.js';

@Module({
  imports: [ServerModule, LivekitModule, StoreModule, RedisModule],
  controllers: [HealthController],
  providers: [
    HealthService,
    ReadyParts,
    VendorStates,
    VendorAccesses,
    openAiConfig,
    speechVendorsConfig,
    languageVendorsConfig,
    crmConfig,
    redisConfig,
  ],
})
export class HealthModule {}
