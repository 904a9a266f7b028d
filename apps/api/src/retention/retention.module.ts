import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { ErasureModule } from '../erasure/erasure.module.js';
import { retentionConfig } from './retention.config.js';
import { RetentionMetrics } from './retention.metrics.js';
import { RetentionSweep } from './retention.sweep.js';

@Module({
  imports: [StoreModule, ErasureModule],
  providers: [retentionConfig, RetentionMetrics, RetentionSweep],
})
export class RetentionModule {}
