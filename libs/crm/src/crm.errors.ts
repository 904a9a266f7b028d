import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

// None of these carries the HTTP client's error as its cause: that holds the request, and with it the password or the
// customer's data. What the CRM said stays out too, since it may repeat what it was sent.

/** The CRM did not do it, and may do it later: unreachable, overloaded, too slow, or answering nonsense. Safe to repeat. */
export class CrmUnavailable extends Problem {
  readonly code = 'upstream_failed';
  readonly status = HttpStatus.BAD_GATEWAY;

  constructor(
    what: string,
    override readonly retryAfterSeconds?: number,
  ) {
    super(`The CRM is not available: ${what}.`);
  }
}

/** The CRM understood and said no. The same request will fail again. */
export class CrmRefused extends Problem {
  readonly code = 'upstream_failed';
  readonly status = HttpStatus.BAD_GATEWAY;

  constructor(what: string) {
    super(`The CRM refused: ${what}.`);
  }
}

/** The CRM does not know us: nothing is wrong with what was to be done, it works once the credentials do. */
export class CrmLoginRefused extends CrmRefused {
  constructor(status: number) {
    super(`login: it answered ${status}; check CRM_BASE_URL, CRM_EMAIL and CRM_PASSWORD`);
  }
}

/** A creation went out and no answer came. It may have happened, so it is never repeated: somebody has to look. */
export class CrmUnknownOutcome extends Problem {
  readonly code = 'crm_unknown_outcome';
  readonly status = HttpStatus.BAD_GATEWAY;

  constructor(what: string) {
    super(`Whether the CRM did it is not known: ${what}. It is not repeated, to avoid doing it twice.`);
  }
}

export class CrmNotConfigured extends Problem {
  readonly code = 'provider_not_configured';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;

  constructor() {
    super('The CRM is not configured: set CRM_EMAIL and CRM_PASSWORD.');
  }
}

export class PackageSearchOff extends Problem {
  readonly code = 'provider_not_configured';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;

  constructor() {
    super('Package search is switched off: set ENABLE_PACKAGE_SEARCH=true.');
  }
}

/** This CRM has no place for quotes: it answers 404 where `CRM_QUOTES_PATH` points. */
export class QuotesNotSupported extends Problem {
  readonly code = 'quotes_not_supported';
  readonly status = HttpStatus.BAD_GATEWAY;

  constructor() {
    super('The CRM keeps no quotes: it has nothing at CRM_QUOTES_PATH.');
  }
}
