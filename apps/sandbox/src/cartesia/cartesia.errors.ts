import { randomUUID } from 'node:crypto';
import { HttpException } from '@nestjs/common';

/** From this version on errors have fields of their own; before they were one string. */
const STRUCTURED_SINCE = '2026-03-01';

/** What goes wrong at Cartesia; how it is written depends on the version that the client speaks. */
export class CartesiaError extends HttpException {
  readonly requestId = randomUUID();

  constructor(
    status: number,
    readonly code: string,
    readonly title: string,
    message: string,
  ) {
    super(message, status);
  }

  describe(version: string): object {
    const { code: error_code, title, message, requestId: request_id } = this;
    if (version < STRUCTURED_SINCE) return { error: `${title}: ${message}` };
    return { error_code, title, message, request_id };
  }
}

export class KeyInvalid extends CartesiaError {
  constructor() {
    super(401, 'unauthorized', 'Unauthorized', 'Invalid API key or access token.');
  }
}

export class RequestInvalid extends CartesiaError {
  constructor(message: string) {
    super(400, 'invalid_request', 'Invalid request', message);
  }
}

export class VoiceNotFound extends CartesiaError {
  constructor(id: string) {
    super(404, 'voice_not_found', 'Voice not found', `There is no voice ${id}.`);
  }
}

export class TooManyContexts extends CartesiaError {
  constructor() {
    super(429, 'concurrency_limited', 'Concurrency limit reached', 'Too many contexts are open.');
  }
}

const FAILURES: Readonly<Record<number, [code: string, title: string]>> = {
  401: ['unauthorized', 'Unauthorized'],
  402: ['quota_exceeded', 'Quota exceeded'],
  429: ['concurrency_limited', 'Concurrency limit reached'],
};

/** What Cartesia says with an HTTP status of failure, here on request of `/control`. */
export function failureOf(status: number): CartesiaError {
  const byClass: [string, string] =
    status >= 500 ? ['internal_error', 'Internal server error'] : ['invalid_request', 'Invalid request'];
  const [code, title] = FAILURES[status] ?? byClass;
  return new CartesiaError(status, code, title, 'The request could not be served.');
}
