import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

/** More speech waits for a thread than the sandbox takes on. */
export class SpeechOverloaded extends Problem {
  readonly code = 'speech_overloaded';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;

  constructor(waiting: number) {
    super(`${waiting} utterances already wait to be spoken or heard. Try again in a moment.`);
  }
}

export class SpeechTimedOut extends Problem {
  readonly code = 'speech_timed_out';
  readonly status = HttpStatus.GATEWAY_TIMEOUT;

  constructor(deadlineMs: number) {
    super(`Speech was not spoken or heard within ${deadlineMs} ms.`);
  }
}

/** The synthesiser or the recogniser fell over this utterance; the next one gets a fresh thread. */
export class SpeechFailed extends Problem {
  readonly code = 'speech_failed';
  readonly status = HttpStatus.INTERNAL_SERVER_ERROR;

  constructor(detail: string) {
    super(`Speech could not be processed: ${detail}`);
  }
}
