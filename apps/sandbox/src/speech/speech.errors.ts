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

export class ScriptUnknown extends Problem {
  readonly code = 'script_unknown';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(id: string) {
    super(`No script ${id} is registered: POST it to /control/ear/scripts first.`);
  }
}

export class StreamUnknown extends Problem {
  readonly code = 'stream_unknown';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(first: string) {
    super(`No stream is open that began with the script ${first}.`);
  }
}

export class ScriptWordsDisordered extends Problem {
  readonly code = 'script_words_disordered';
  readonly status = HttpStatus.BAD_REQUEST;

  constructor(id: string) {
    super(`The words of script ${id} are not in the order of their endMs.`);
  }
}

export class TooManyScripts extends Problem {
  readonly code = 'too_many_scripts';
  readonly status = HttpStatus.CONFLICT;

  constructor() {
    super('The sandbox holds no more scripts: DELETE /control/ear/scripts forgets them.');
  }
}
