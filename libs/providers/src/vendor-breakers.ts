import { Injectable } from '@nestjs/common';
import { VendorBreaker } from './vendor-breaker.js';

/** One breaker a vendor, for all that a process asks of it. */
@Injectable()
export class VendorBreakers {
  private readonly breakers = new Map<string, VendorBreaker>();

  of(vendor: string): VendorBreaker {
    const known = this.breakers.get(vendor);
    if (known) return known;
    const breaker = new VendorBreaker(vendor);
    this.breakers.set(vendor, breaker);
    return breaker;
  }

  all(): VendorBreaker[] {
    return [...this.breakers.values()];
  }
}
