import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

/** A vendor that the talk needs has no key, and no sandbox stands in. */
export class ProviderNotConfigured extends Problem {
  readonly code = 'provider_not_configured';
  readonly status = HttpStatus.SERVICE_UNAVAILABLE;

  constructor(vendor: string, variable: string) {
    super(`${vendor} is not configured: set ${variable}.`);
  }
}

/** The definition names a vendor that cannot do this job. */
export class UnknownProvider extends Problem {
  readonly code = 'unknown_provider';
  readonly status = HttpStatus.BAD_REQUEST;

  constructor(kind: string, vendor: string, known: readonly string[]) {
    super(`There is no ${kind} provider ${vendor}; known: ${known.join(', ')}.`);
  }
}
