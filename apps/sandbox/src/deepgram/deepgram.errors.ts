import { randomUUID } from 'node:crypto';
import { HttpException } from '@nestjs/common';
import type { Refusal } from '../sockets/socket-door.service.js';

/** An error as Deepgram writes it. */
export class DeepgramError extends HttpException {
  readonly requestId = randomUUID();

  constructor(
    status: number,
    readonly errCode: string,
    message: string,
  ) {
    super(message, status);
  }

  get body() {
    return { err_code: this.errCode, err_msg: this.message, request_id: this.requestId };
  }

  /** As an answer to a handshake: headers repeat what a browser cannot read in the body. */
  get refusal(): Refusal {
    return {
      status: this.getStatus(),
      body: this.body,
      headers: { 'dg-request-id': this.requestId, 'dg-error': this.message },
    };
  }
}

export class InvalidAuth extends DeepgramError {
  constructor() {
    super(401, 'INVALID_AUTH', 'Invalid credentials.');
  }
}

export class QueryInvalid extends DeepgramError {
  constructor(why: string) {
    super(400, 'INVALID_QUERY_PARAMETER', `Failed to deserialize query parameters: ${why}`);
  }
}

export class BodyInvalid extends DeepgramError {
  constructor(why: string) {
    super(400, 'PAYLOAD_ERROR', why);
  }
}

const FAILURES: Readonly<Record<number, [code: string, message: string]>> = {
  401: ['INVALID_AUTH', 'Invalid credentials.'],
  402: ['ASR_PAYMENT_REQUIRED', 'Project does not have enough credits for this request.'],
  403: ['INSUFFICIENT_PERMISSIONS', 'User does not have sufficient permissions.'],
  429: ['TOO_MANY_REQUESTS', 'Too many requests. Please try again later.'],
};

/** What Deepgram says with an HTTP status of failure, here on request of `/control`. */
export function failureOf(status: number): DeepgramError {
  const [code, message] = FAILURES[status] ?? [
    status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST',
    status >= 500 ? 'The server failed to process the request.' : 'The request was refused.',
  ];
  return new DeepgramError(status, code, message);
}
