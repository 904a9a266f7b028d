import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { StoreMetrics } from './store.metrics.js';

@Module({ imports: [StoreModule], providers: [StoreMetrics] })
export class StoreMetricsModule {}
