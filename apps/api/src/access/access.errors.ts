import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class Unauthenticated extends Problem {
  readonly code = 'unauthenticated';
  readonly status = HttpStatus.UNAUTHORIZED;

  constructor(given: boolean) {
    super(
      given
        ? 'The key is not known here.'
        : 'A key is needed: send it as `Authorization: Bearer <key>` or `X-API-Key: <key>`.',
    );
  }
}

export class ScopeMissing extends Problem {
  readonly code = 'scope_missing';
  readonly status = HttpStatus.FORBIDDEN;

  constructor(wanted: readonly string[]) {
    super(`The key may not do this: it needs the scope ${wanted.join(' or ')}.`);
  }
}
