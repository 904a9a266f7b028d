import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { Problem } from '#problem';
import { BodyInvalid, DeepgramError, failureOf } from './deepgram.errors.js';

/** Errors as Deepgram writes them. */
@Catch()
export class DeepgramErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(DeepgramErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const known = this.asDeepgram(error);
    const response = host.switchToHttp().getResponse<Response>();
    response.status(known.getStatus()).setHeader('dg-request-id', known.requestId).json(known.body);
  }

  private asDeepgram(error: unknown): DeepgramError {
    if (error instanceof DeepgramError) return error;
    if (error instanceof Problem) {
      const status: number = error.status;
      return status === 400 ? new BodyInvalid(error.message) : failureOf(status);
    }
    if (error instanceof HttpException) return failureOf(error.getStatus());
    this.logger.error('unexpected failure', { err: error });
    return failureOf(500);
  }
}
