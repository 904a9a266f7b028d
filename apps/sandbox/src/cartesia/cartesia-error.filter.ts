import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Problem } from '#problem';
import { versionOf } from './cartesia-keys.service.js';
import { CartesiaError, failureOf, RequestInvalid } from './cartesia.errors.js';

/** Errors as Cartesia writes them. */
@Catch()
export class CartesiaErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(CartesiaErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const known = this.asCartesia(error);
    const http = host.switchToHttp();
    const body = known.describe(versionOf(http.getRequest<Request>()));
    http.getResponse<Response>().status(known.getStatus()).json(body);
  }

  private asCartesia(error: unknown): CartesiaError {
    if (error instanceof CartesiaError) return error;
    if (error instanceof Problem) {
      const status: number = error.status;
      return status === 400 ? new RequestInvalid(error.message) : failureOf(status);
    }
    if (error instanceof HttpException) return failureOf(error.getStatus());
    this.logger.error('unexpected failure', { err: error });
    return failureOf(500);
  }
}
