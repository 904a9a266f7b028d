import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
// Declares `id` on every request.
import type {} from 'pino-http';
import { failureOf, problemBody } from './failure.js';

/** The one place where a failure gets its wire shape. What is not a `Problem` or Nest's own is a bug: logged, answered bare. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const requestId = typeof request.id === 'string' ? request.id : undefined;
    const failure = failureOf(error);
    if (failure.isBug) this.logger.error('unexpected failure', { err: error });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (failure.retryAfterSeconds !== undefined) {
      response.setHeader('Retry-After', String(failure.retryAfterSeconds));
    }
    response
      .status(failure.status)
      .type('application/problem+json')
      .json(problemBody(failure, request.path, requestId));
  }
}
