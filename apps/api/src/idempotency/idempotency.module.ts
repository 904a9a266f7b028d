import { Module } from '@nestjs/common';
import { StoreModule } from '#store';
import { BodyReader } from '../http/body-reader.js';
import { IdempotencySweep } from './idempotency.sweep.js';
import { IdempotencyTiming } from './idempotency.timing.js';
import { IdempotentRequests } from './idempotent-requests.js';

/** Of every module whose controllers have `ReadsBody`. */
@Module({
  imports: [StoreModule],
  providers: [BodyReader, IdempotencyTiming, IdempotentRequests, IdempotencySweep],
  exports: [BodyReader, IdempotentRequests],
})
export class IdempotencyModule {}
