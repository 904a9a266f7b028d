import { STATUS_CODES } from 'node:http';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
// Declares `id` on every request.
import type {} from 'pino-http';
import { Problem } from './problem.js';
import type { FieldError } from './problem.js';

interface Answer {
  status: number;
  code: string;
  detail: string;
  errors?: FieldError[];
  extra?: Record<string, unknown>;
}

/** The one place where a failure gets its wire shape. What is not a `Problem` or Nest's own is a bug: logged, answered bare. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const requestId = typeof request.id === 'string' ? request.id : undefined;
    const answer = this.describe(error, requestId);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (error instanceof Problem && error.retryAfterSeconds !== undefined) {
      response.setHeader('Retry-After', String(error.retryAfterSeconds));
    }
    const title = STATUS_CODES[answer.status] ?? 'Error';
    response
      .status(answer.status)
      .type('application/problem+json')
      .json({
        type: 'about:blank',
        title,
        status: answer.status,
        detail: answer.detail,
        instance: request.path,
        code: answer.code,
        ...(requestId && { requestId }),
        ...(answer.errors && { errors: answer.errors }),
        ...answer.extra,
        success: false,
        error: title,
        message: answer.detail,
      });
  }

  private describe(error: unknown, requestId: string | undefined): Answer {
    if (error instanceof Problem) {
      const { status, code, message: detail, errors, extra } = error;
      return { status, code, detail, errors, extra };
    }
    if (error instanceof HttpException) {
      const status = error.getStatus();
      return { status, code: codeOf(status), detail: error.message };
    }
    if (isClientFault(error)) {
      return { status: error.status, code: codeOf(error.status), detail: error.message };
    }
    this.logger.error('unexpected failure', { err: error, requestId });
    return {
      status: 500,
      code: 'internal',
      detail: 'Something went wrong on our side. The request id finds it in the log.',
    };
  }
}

/** Body parsers throw errors of their own (`http-errors`): broken JSON, a body too large. `expose` says the text may be shown. */
function isClientFault(error: unknown): error is Error & { status: number } {
  if (!(error instanceof Error) || !('status' in error) || !('expose' in error)) return false;
  return (
    typeof error.status === 'number' && error.status >= 400 && error.status < 500 && error.expose === true
  );
}

function codeOf(status: number): string {
  return (STATUS_CODES[status] ?? 'error').toLowerCase().replaceAll(/[^a-z]+/g, '_');
}
