import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { AccessModule } from '../access/access.module.js';
import { RedisModule } from '../redis/redis.module.js';
import { SessionFeeds } from './session-feeds.js';
import { TranscriptGateway } from './transcript.gateway.js';

@Module({
  imports: [StoreModule, AccessModule, RedisModule],
  providers: [SessionFeeds, TranscriptGateway],
  exports: [SessionFeeds],
})
export class TranscriptModule {}
