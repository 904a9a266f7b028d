import { Module } from '@nestjs/common';
import { crmConfig } from '#crm';
import { LivekitModule } from '#livekit';
import { languageVendorsConfig, openAiConfig, speechVendorsConfig, VendorAccesses } from '#providers';
import { RecordingFilesModule } from '#recording';
import { StoreModule } from '#store';
import { redisConfig } from '../redis/redis.config.js';
import { RedisModule } from '../redis/redis.module.js';
import { ServerModule } from '../server.module.js';
import { ChatModule } from '../chat/chat.module.js';
import { DjangoModule } from '../django/django.module.js';
import { SupabaseModule } from '../supabase/supabase.module.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { PeerParts } from './peer-parts.js';
import { ReadyParts } from './ready-parts.js';
import { VendorStates } from './vendor-states.js';

@Module({
  imports: [
    ServerModule,
    LivekitModule,
    StoreModule,
    RedisModule,
    DjangoModule,
    SupabaseModule,
    ChatModule,
    RecordingFilesModule,
  ],
  controllers: [HealthController],
  providers: [
    HealthService,
    ReadyParts,
    PeerParts,
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
