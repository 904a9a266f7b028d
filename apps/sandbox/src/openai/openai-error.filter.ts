import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { Problem } from '#problem';
import { failureBody, OpenAiError } from './openai.errors.js';

/** Errors as OpenAI writes them. */
@Catch()
export class OpenAiErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(OpenAiErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (error instanceof OpenAiError) {
      response.status(error.getStatus()).json({ error: error.body });
      return;
    }
    if (error instanceof Problem) {
      const { status, message, errors } = error;
      const param = errors?.[0]?.field ?? null;
      response.status(status).json({ error: { ...failureBody(status).error, message, param } });
      return;
    }
    if (error instanceof HttpException) {
      response.status(error.getStatus()).json(failureBody(error.getStatus()));
      return;
    }
    this.logger.error('unexpected failure', { err: error });
    if (response.headersSent) {
      response.destroy(); // in the middle of a stream there is nothing left to say
      return;
    }
    response.status(500).json(failureBody(500));
  }
}
