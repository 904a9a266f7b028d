import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class CredentialsWrong extends Problem {
  readonly code = 'credentials_wrong';
  readonly status = HttpStatus.UNAUTHORIZED;

  constructor() {
    super('Invalid email or password');
  }
}

export class TokenInvalid extends Problem {
  readonly code = 'token_invalid';
  readonly status = HttpStatus.UNAUTHORIZED;

  constructor(why: string) {
    super(`The bearer token is ${why}`);
  }
}

export class PackageNotFound extends Problem {
  readonly code = 'package_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(id: string) {
    super(`There is no package ${id}`);
  }
}

export class QuoteNotFound extends Problem {
  readonly code = 'quote_not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(id: string) {
    super(`There is no quote ${id}`);
  }
}

export class IdempotencyKeyReused extends Problem {
  readonly code = 'idempotency_key_reused';
  readonly status = HttpStatus.UNPROCESSABLE_ENTITY;

  constructor() {
    super('This Idempotency-Key was used with another body');
  }
}
