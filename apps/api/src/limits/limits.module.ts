import { Module } from '@nestjs/common';
import { LimitsConfig, limitsConfig } from './limits.config.js';
import { RateLimiter } from './rate-limiter.js';

@Module({ providers: [limitsConfig, RateLimiter], exports: [LimitsConfig, RateLimiter] })
export class LimitsModule {}
