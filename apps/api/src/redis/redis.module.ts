import { Module } from '@nestjs/common';
import { redisConfig } from './redis.config.js';
import { RedisLine } from './redis-line.js';

@Module({ providers: [redisConfig, RedisLine], exports: [RedisLine] })
export class RedisModule {}
