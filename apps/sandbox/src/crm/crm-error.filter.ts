import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import { Problem } from '#problem';

/** Errors as the CRM writes them. */
@Catch()
export class CrmErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(CrmErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    if (error instanceof Problem) {
      const { status, code, message, errors } = error;
      response.status(status).json({ success: false, message, code, ...(errors && { errors }) });
      return;
    }
    if (error instanceof HttpException) {
      response.status(error.getStatus()).json({ success: false, message: error.message });
      return;
    }
    this.logger.error('unexpected failure', { err: error });
    response.status(500).json({ success: false, message: 'Internal Server Error' });
  }
}
