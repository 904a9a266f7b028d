import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { AuditModule } from '../audit/audit.module.js';
import { limitsConfig } from './limits.config.js';
import { RateLimiter } from './rate-limiter.js';
import { SessionLimit } from './session-limit.js';

@Module({
  imports: [StoreModule, AuditModule],
  providers: [limitsConfig, RateLimiter, SessionLimit],
  exports: [RateLimiter, SessionLimit],
})
export class LimitsModule {}
