import { HttpStatus } from '@nestjs/common';

/** What is wrong with one field of the input; `field` is its path, `agentConfig.tools.0` for example. */
export interface FieldError {
  field: string;
  message: string;
}

/**
 * A failure the caller can act on, with a stable code. `ProblemFilter` turns it into `application/problem+json` (RFC 9457).
 * The message becomes `detail`: what was wanted, what came, what to try; nothing internal.
 */
export abstract class Problem extends Error {
  abstract readonly code: string;
  abstract readonly status: HttpStatus;
  /** Only for bad input. */
  readonly errors?: FieldError[];
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds?: number;
  /** Members that a seed's client reads beside the standard ones. */
  readonly extra?: Record<string, unknown>;
}

export class BadInput extends Problem {
  readonly code = 'bad_input';
  readonly status = HttpStatus.BAD_REQUEST;

  constructor(override readonly errors: FieldError[]) {
    super(errors.map(({ message }) => message).join('; '));
  }
}
