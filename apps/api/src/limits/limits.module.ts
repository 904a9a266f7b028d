import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { RedisModule } from '../redis/redis.module.js';
import { limitsConfig } from './limits.config.js';
import { RateLimiter } from './rate-limiter.js';
import { SessionLimit } from './session-limit.js';
import { SharedBuckets } from './shared-buckets.js';

@Module({
  imports: [StoreModule, AuditModule, RedisModule],
  providers: [limitsConfig, SharedBuckets, RateLimiter, SessionLimit],
  exports: [RateLimiter, SessionLimit],
})
export class LimitsModule {}
