import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { Problem } from '#problem';
import { openRouterError } from './openrouter.errors.js';

/** Errors as OpenRouter writes them. */
@Catch()
export class OpenRouterErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(OpenRouterErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (error instanceof HttpException) {
      const status = error.getStatus();
      response.status(status).json(openRouterError(status, error.message));
      return;
    }
    if (error instanceof Problem) {
      response.status(error.status).json(openRouterError(error.status, error.message));
      return;
    }
    this.logger.error('unexpected failure', { err: error });
    if (response.headersSent)
      response.destroy(); // in the middle of a stream there is nothing left to say
    else response.status(500).json(openRouterError(500));
  }
}
