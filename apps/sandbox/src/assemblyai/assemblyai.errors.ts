import { HttpException } from '@nestjs/common';

/** An error as AssemblyAI writes it over HTTP. */
export class AssemblyAiError extends HttpException {
  constructor(status: number, message: string) {
    super(message, status);
  }

  get body() {
    return { error: this.message };
  }
}

export class KeyInvalid extends AssemblyAiError {
  constructor() {
    super(401, 'Authentication error, API token missing/invalid');
  }
}

/** Why a stream ends: the code of its `Error` event and of its close. */
export class StreamFault extends Error {
  constructor(
    readonly code: 1008 | 3005 | 3006 | 3007 | 3008 | 3009,
    message: string,
  ) {
    super(message);
  }
}

const MESSAGES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Authentication error, API token missing/invalid',
  402: 'Your current account balance is negative. Please top up to continue using the API.',
  429: 'Too many requests',
};

/** What AssemblyAI says with an HTTP status of failure, here on request of `/control`. */
export function failureOf(status: number): AssemblyAiError {
  return new AssemblyAiError(status, MESSAGES[status] ?? 'Server error, developers have been alerted.');
}

/** The same on an open stream. */
export function streamFaultOf(status: number): StreamFault {
  if (status === 429) return new StreamFault(3009, 'Too many concurrent sessions');
  if (status < 500) return new StreamFault(1008, 'Unauthorized Connection');
  return new StreamFault(3005, 'Session Cancelled: An error occurred');
}
