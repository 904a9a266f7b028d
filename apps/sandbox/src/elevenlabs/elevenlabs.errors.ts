import { HttpException } from '@nestjs/common';

/** What goes wrong at ElevenLabs, over HTTP and on a socket alike. */
export class ElevenLabsError extends HttpException {
  constructor(
    status: number,
    readonly code: string,
    message: string,
  ) {
    super(message, status);
  }

  get body() {
    return { detail: { status: this.code, message: this.message } };
  }
}

export class KeyInvalid extends ElevenLabsError {
  constructor() {
    super(401, 'invalid_api_key', 'Invalid API key');
  }
}

export class FormatUnsupported extends ElevenLabsError {
  constructor(format: string) {
    super(
      400,
      'unsupported_output_format',
      `The sandbox speaks pcm_*, ulaw_8000 and alaw_8000, not ${format}.`,
    );
  }
}

export class MessageInvalid extends ElevenLabsError {
  constructor(why: string) {
    super(400, 'invalid_input_message', `Received a message that is not understood: ${why}`);
  }
}

export class TooManyContexts extends ElevenLabsError {
  constructor(most: number) {
    super(
      429,
      'max_active_conversations',
      `Maximum simultaneous contexts of ${most} exceeded for this socket.`,
    );
  }
}

export class InputTimedOut extends ElevenLabsError {
  constructor(seconds: number) {
    super(408, 'input_timeout_exceeded', `No text came within ${seconds} seconds.`);
  }
}

const FAILURES: Readonly<Record<number, [code: string, message: string]>> = {
  401: ['invalid_api_key', 'Invalid API key'],
  402: ['quota_exceeded', 'This request exceeds your quota.'],
  422: ['invalid_uid', 'The request is not valid.'],
  429: ['too_many_concurrent_requests', 'Too many concurrent requests.'],
};

/** What ElevenLabs says with an HTTP status of failure, here on request of `/control`. */
export function failureOf(status: number): ElevenLabsError {
  const [code, message] = FAILURES[status] ?? [
    status >= 500 ? 'internal_server_error' : 'bad_request',
    'The request could not be served.',
  ];
  return new ElevenLabsError(status, code, message);
}
