import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class RecordingNotFound extends Problem {
  readonly code = 'recording_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(conversationId: string) {
    super(`Nothing is recorded of conversation ${conversationId}, or nothing is left of it.`);
  }
}

/** What would be erased now would be written again. */
export class RecordingLive extends Problem {
  readonly code = 'recording_live';
  readonly status = HttpStatus.CONFLICT;

  constructor(sessionId: string) {
    super(`Session ${sessionId} is still being recorded. End it, or change its agent to record no more.`);
  }
}

export class RangeNotSatisfiable extends Problem {
  readonly code = 'range_not_satisfiable';
  readonly status = HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE;

  constructor(bytes: number) {
    super(`The recording has ${bytes} bytes, and the range begins beyond them.`);
  }
}
