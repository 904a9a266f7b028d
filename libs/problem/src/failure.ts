import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import type { ProblemDto } from './problem.dto.js';
import { Problem } from './problem.js';
import type { FieldError } from './problem.js';

/** How a failure is answered, over HTTP and at the upgrade of a socket alike. */
export interface Failure {
  status: number;
  code: string;
  detail: string;
  errors?: FieldError[];
  extra?: Record<string, unknown>;
  retryAfterSeconds?: number;
  /** Ours: it belongs in the log, and the caller is told nothing of it. */
  isBug: boolean;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof Problem) {
    const { status, code, message: detail, errors, extra, retryAfterSeconds } = error;
    return { status, code, detail, errors, extra, retryAfterSeconds, isBug: false };
  }
  if (error instanceof HttpException) {
    const status = error.getStatus();
    return { status, code: codeOf(status), detail: error.message, isBug: false };
  }
  if (isClientFault(error)) {
    return { status: error.status, code: codeOf(error.status), detail: error.message, isBug: false };
  }
  return {
    status: 500,
    code: 'internal',
    detail: 'Something went wrong on our side. The request id finds it in the log.',
    isBug: true,
  };
}

export function problemBody(
  { status, code, detail, errors, extra }: Failure,
  instance: string,
  requestId: string | undefined,
): ProblemDto {
  const title = STATUS_CODES[status] ?? 'Error';
  return {
    type: 'about:blank',
    title,
    status,
    detail,
    instance,
    code,
    ...(requestId !== undefined && { requestId }),
    ...(errors && { errors }),
    ...extra,
    success: false,
    error: title,
    message: detail,
  };
}

/**
 * Body parsers throw errors of their own (`http-errors`): broken JSON, a body too large; `expose` says the text may be shown. A path
 * that cannot be decoded is a `URIError` to which the router adds the status alone.
 */
function isClientFault(error: unknown): error is Error & { status: number } {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return false;
  const mayBeShown = error instanceof URIError || ('expose' in error && error.expose === true);
  return mayBeShown && error.status >= 400 && error.status < 500;
}

function codeOf(status: number): string {
  return (STATUS_CODES[status] ?? 'error').toLowerCase().replaceAll(/[^a-z]+/g, '_');
}
