import { HttpStatus } from '@nestjs/common';
import { Problem } from '#problem';

export class VendorUnknown extends Problem {
  readonly code = 'vendor_unknown';
  readonly status = HttpStatus.NOT_FOUND;

  constructor(vendor: string, known: readonly string[]) {
    super(`No vendor ${vendor} is simulated here; there are: ${known.join(', ')}.`);
  }
}
