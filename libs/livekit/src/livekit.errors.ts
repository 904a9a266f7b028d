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

/** What a log line says of a failure: in short when it was LiveKit's, else all there is. */
export function livekitFault(error: unknown): { reason: string } | { err: unknown } {
  if (!(error instanceof LivekitUnavailable)) return { err: error };
  return { reason: `${error.action}: ${error.reason}` };
}

/** Not from our LiveKit server, too old, or changed on its way. LiveKit does not try again after it. */
export class ForgedWebhook extends Problem {
  readonly code = 'forged_webhook';
  readonly status = HttpStatus.UNAUTHORIZED;

  constructor() {
    super(
      'The webhook is not signed with our LiveKit secret, its signature is too old, or its body was changed.',
    );
  }
}

/** Rightly signed, and still nothing that LiveKit would say. */
export class UnreadableWebhook extends Problem {
  readonly code = 'bad_input';
  readonly status = HttpStatus.BAD_REQUEST;

  constructor() {
    super('The body is not an event of LiveKit: JSON with at least an id and an event.');
  }
}

/** LiveKit is there, the participant is not, or does not answer. */
export class ParticipantSilent extends Error {
  override readonly name = 'ParticipantSilent';

  /** @param reason Short and ours: `not_found`, `deadline_exceeded`. */
  constructor(
    readonly identity: string,
    readonly reason: string,
  ) {
    super(`${identity} does not answer: ${reason}`);
  }
}
