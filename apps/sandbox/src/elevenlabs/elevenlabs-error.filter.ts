import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { Problem } from '#problem';
import { ElevenLabsError, failureOf } from './elevenlabs.errors.js';

/** Errors as ElevenLabs writes them. */
@Catch()
export class ElevenLabsErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(ElevenLabsErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const known = this.asElevenLabs(error);
    host.switchToHttp().getResponse<Response>().status(known.getStatus()).json(known.body);
  }

  private asElevenLabs(error: unknown): ElevenLabsError {
    if (error instanceof ElevenLabsError) return error;
    if (error instanceof Problem) {
      const status: number = error.status;
      return status === 400 ? new ElevenLabsError(422, 'invalid_request', error.message) : failureOf(status);
    }
    if (error instanceof HttpException) return failureOf(error.getStatus());
    this.logger.error('unexpected failure', { err: error });
    return failureOf(500);
  }
}
