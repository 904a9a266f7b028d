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

export class WrongMetricsToken extends Problem {
  readonly code = 'unauthenticated';
  readonly status = HttpStatus.UNAUTHORIZED;

  constructor() {
    super('The metrics are for who shows METRICS_TOKEN as `Authorization: Bearer <token>`.');
  }
}

/** A JWT that was good once. The caller gets a new one where it got this. */
export class TokenExpired extends Problem {
  readonly code = 'token_expired';
  readonly status = HttpStatus.UNAUTHORIZED;

  constructor() {
    super('The token has expired. Get a new one.');
  }
}

export class TokenRefused extends Problem {
  readonly code = 'token_refused';
  readonly status = HttpStatus.UNAUTHORIZED;

  /** @param reason What is wrong with the token, in our words: it says nothing that helps to forge one. */
  constructor(reason: string) {
    super(`The token is not good here: ${reason}.`);
  }
}

export class TicketRefused extends Problem {
  readonly code = 'ticket_refused';
  readonly status = HttpStatus.UNAUTHORIZED;

  constructor() {
    super('The ticket is not known: it has been used, or it is older than a minute. Get a new one.');
  }
}

/** A page of somebody else's opens a socket in a browser. */
export class OriginRefused extends Problem {
  readonly code = 'origin_refused';
  readonly status = HttpStatus.FORBIDDEN;

  constructor() {
    super('Pages of this origin may not open sockets here. CORS_ORIGINS lists those that may.');
  }
}

export class ScopeMissing extends Problem {
  readonly code = 'scope_missing';
  readonly status = HttpStatus.FORBIDDEN;

  constructor(wanted: readonly string[]) {
    super(`The key may not do this: it needs the scope ${wanted.join(' or ')}.`);
  }
}

/** Nobody's token can be checked while the keys of the identity provider are not known. */
export class SigningKeysUnavailable extends Problem {
  readonly code = 'signing_keys_unavailable';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;
  override readonly retryAfterSeconds = 5;

  constructor(override readonly cause: unknown) {
    super('The keys that tokens are signed with cannot be read at the moment. Try again shortly.');
  }
}

/** An upgrade to something that is no socket of ours. */
export class NoSuchSocket extends Problem {
  readonly code = 'not_found';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(path: string) {
    super(`There is no socket ${path}.`);
  }
}
