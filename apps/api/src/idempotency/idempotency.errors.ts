import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class IdempotencyKeyReused extends Problem {
  readonly code = 'idempotency_key_reused';
  readonly status = HttpStatus.UNPROCESSABLE_ENTITY;

  constructor() {
    super('This Idempotency-Key came with another request before. Use a new key for every new request.');
  }
}

/** The first request takes longer than a repeat can wait. */
export class StillRunning extends Problem {
  readonly code = 'request_in_progress';
  readonly status = HttpStatus.CONFLICT;
  override readonly retryAfterSeconds = 1;

  constructor() {
    super('The first request with this Idempotency-Key is still at work. Ask again shortly.');
  }
}
