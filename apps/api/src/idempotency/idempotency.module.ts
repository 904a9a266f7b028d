import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { IdempotencySweep } from './idempotency.sweep.js';
import { IdempotencyTiming } from './idempotency.timing.js';
import { IdempotentRequests } from './idempotent-requests.js';

@Module({
  imports: [StoreModule],
  providers: [IdempotencyTiming, IdempotentRequests, IdempotencySweep],
  exports: [IdempotentRequests],
})
export class IdempotencyModule {}
