import { HttpException, HttpStatus } from '@nestjs/common';

/** An error as OpenAI writes it, in the body of an HTTP answer and in an `error` event alike. */
export interface OpenAiErrorBody {
  type: string;
  code: string | null;
  message: string;
  param: string | null;
}

export class OpenAiError extends HttpException {
  constructor(
    status: HttpStatus,
    readonly body: OpenAiErrorBody,
  ) {
    super({ error: body }, status);
    this.message = body.message;
  }
}

export class KeyMissing extends OpenAiError {
  constructor() {
    super(HttpStatus.UNAUTHORIZED, {
      type: 'invalid_request_error',
      code: null,
      message: "You didn't provide an API key: send it as `Authorization: Bearer <key>`.",
      param: null,
    });
  }
}

export class KeyInvalid extends OpenAiError {
  constructor() {
    super(HttpStatus.UNAUTHORIZED, {
      type: 'invalid_request_error',
      code: 'invalid_api_key',
      message: 'Incorrect API key provided, or the client secret has expired.',
      param: null,
    });
  }
}

export class ModelNotFound extends OpenAiError {
  constructor(model: string) {
    super(HttpStatus.NOT_FOUND, {
      type: 'invalid_request_error',
      code: 'model_not_found',
      message: `The model '${model}' does not exist or you do not have access to it.`,
      param: 'model',
    });
  }
}

export class BetaShapeDisabled extends OpenAiError {
  constructor() {
    super(HttpStatus.BAD_REQUEST, {
      type: 'invalid_request_error',
      code: 'beta_api_shape_disabled',
      message: 'The Realtime Beta API is no longer supported: leave the `OpenAI-Beta` header out.',
      param: null,
    });
  }
}

/** A field of a request or of an event that does not fit. */
export class ParameterInvalid extends OpenAiError {
  constructor(code: string, message: string, param: string | null) {
    super(HttpStatus.BAD_REQUEST, { type: 'invalid_request_error', code, message, param });
  }
}

const FAILURES: Record<number, [type: string, code: string | null, message: string]> = {
  401: ['invalid_request_error', 'invalid_api_key', 'Incorrect API key provided.'],
  403: ['invalid_request_error', 'unsupported_country_region_territory', 'Not allowed here.'],
  429: ['requests', 'rate_limit_exceeded', 'Rate limit reached: please try again later.'],
};

/** What OpenAI says with an HTTP status of failure, here on request of `/control`. */
export function failureOf(status: number): OpenAiErrorBody {
  const byClass: [string, string | null, string] =
    status >= 500
      ? ['server_error', 'server_error', 'The server had an error while processing your request.']
      : ['invalid_request_error', null, 'The request was refused.'];
  const [type, code, message] = FAILURES[status] ?? byClass;
  return { type, code, message, param: null };
}

/** A failure asked for under `/control`. */
export class FailedOnRequest extends OpenAiError {
  constructor(status: number) {
    super(status, failureOf(status));
  }
}

export function failureBody(status: number): { error: OpenAiErrorBody } {
  return { error: failureOf(status) };
}
