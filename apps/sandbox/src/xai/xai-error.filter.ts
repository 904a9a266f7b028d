import { Catch, HttpStatus } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { OpenAiErrorFilter } from '../openai/openai-error.filter.js';
import { KeyInvalid, OpenAiError } from '../openai/openai.errors.js';

/** Errors as xAI writes them: as OpenAI does, but a wrong key is a bad request. */
@Catch()
export class XaiErrorFilter implements ExceptionFilter {
  private readonly openAi = new OpenAiErrorFilter();

  catch(error: unknown, host: ArgumentsHost): void {
    const isWrongKey = error instanceof KeyInvalid;
    this.openAi.catch(isWrongKey ? new OpenAiError(HttpStatus.BAD_REQUEST, error.body) : error, host);
  }
}
