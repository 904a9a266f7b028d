import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class LivekitNotConfigured extends Problem {
  readonly code = 'provider_not_configured';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;

  constructor(missing: readonly string[]) {
    super(`Rooms are off: LiveKit is not configured. Set ${missing.join(', ')}.`);
  }
}

/**
 * LiveKit refused, failed or did not answer. Carries a short reason of our own and never the SDK's error: its message holds
 * the whole JWT of the call.
 */
export class LivekitUnavailable extends Problem {
  readonly code = 'livekit_unavailable';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;
  override readonly retryAfterSeconds = 2;

  constructor(
    /** What we were doing: `create a room`. */
    readonly action: string,
    /** For the log: `timeout`, `ECONNREFUSED`, `401`. */
    readonly reason: string,
  ) {
    super('The LiveKit server cannot be reached or refused the call. Try again in a moment.');
  }
}
