import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class TooManyRequests extends Problem {
  readonly code = 'rate_limited';
  readonly status = HttpStatus.TOO_MANY_REQUESTS;
  override readonly retryAfterSeconds: number;

  constructor(waitMs: number) {
    super('Too many requests. Slow down; Retry-After says when the next one is taken.');
    this.retryAfterSeconds = Math.ceil(waitMs / 1_000);
  }
}

/** Ends with a session of theirs, or a day after one, and nobody knows when that is. */
const LOOK_AGAIN_S = 30;

type Whose = 'this address' | 'this tenant';

export class TooManySessions extends Problem {
  readonly code = 'too_many_sessions';
  readonly status = HttpStatus.TOO_MANY_REQUESTS;
  override readonly retryAfterSeconds = LOOK_AGAIN_S;

  constructor(limit: number, whose: Whose) {
    super(`${limit} sessions of ${whose} are open, and that is the limit. End one of them first.`);
  }
}

export class MinutesUsedUp extends Problem {
  readonly code = 'minutes_used_up';
  readonly status = HttpStatus.TOO_MANY_REQUESTS;
  override readonly retryAfterSeconds = LOOK_AGAIN_S;

  constructor(minutes: number, whose: Whose) {
    super(
      `${whose === 'this tenant' ? 'This tenant' : 'This address'} has talked for ${minutes} minutes in 24 hours, and that is the limit.`,
    );
  }
}

export class BudgetUsedUp extends Problem {
  readonly code = 'budget_used_up';
  readonly status = HttpStatus.TOO_MANY_REQUESTS;
  override readonly retryAfterSeconds = LOOK_AGAIN_S;

  constructor(dollars: number) {
    super(`This tenant has spent ${dollars} US dollars in 24 hours, and that is the limit.`);
  }
}
