import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { Problem } from '#problem';
import { AssemblyAiError, failureOf } from './assemblyai.errors.js';

/** Errors as AssemblyAI writes them. */
@Catch()
export class AssemblyAiErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(AssemblyAiErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const known = this.asAssemblyAi(error);
    host.switchToHttp().getResponse<Response>().status(known.getStatus()).json(known.body);
  }

  private asAssemblyAi(error: unknown): AssemblyAiError {
    if (error instanceof AssemblyAiError) return error;
    if (error instanceof Problem) return new AssemblyAiError(error.status, error.message);
    if (error instanceof HttpException) return failureOf(error.getStatus());
    this.logger.error('unexpected failure', { err: error });
    return failureOf(500);
  }
}
