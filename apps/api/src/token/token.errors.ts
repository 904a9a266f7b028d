import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class UpstreamFailed extends Problem {
  readonly code = 'upstream_failed';
  readonly status = HttpStatus.BAD_GATEWAY;

  /** @param reason Short and ours, `401 invalid_api_key` for example: what vendors write may hold parts of the key. */
  constructor(vendor: string, reason: string) {
    super(`${vendor} did not do what was asked (${reason}).`);
  }
}
