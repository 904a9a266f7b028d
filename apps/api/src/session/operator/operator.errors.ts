import { HttpStatus } from '@nestjs/common';
import type { SessionState } from '#conversation';
import { Problem } from '#problem';

export class SessionNotActive extends Problem {
  readonly code = 'session_not_active';
  readonly status = HttpStatus.CONFLICT;

  constructor(sessionId: string, state: SessionState) {
    super(`Session ${sessionId} is ${state}: only the agent of an active session takes orders.`);
  }
}

/** Nobody answered in time. The order is obeyed once or not at all; it is void from now on. */
export class AgentUnreachable extends Problem {
  readonly code = 'agent_unreachable';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;
  override readonly retryAfterSeconds = 1;

  constructor(sessionId: string) {
    super(
      `The agent of session ${sessionId} does not answer. It may be about to be replaced: try again shortly.`,
    );
  }
}

/** It is compressed on its way, so how long a text may be depends on what it says. */
export class OrderTooLong extends Problem {
  readonly code = 'order_too_long';
  readonly status = HttpStatus.PAYLOAD_TOO_LARGE;

  constructor() {
    super('This does not fit into one call to the agent. Shorten it: half of it certainly fits.');
  }
}
