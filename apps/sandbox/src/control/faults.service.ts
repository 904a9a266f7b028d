import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { VendorUnknown } from './control.errors.js';
import { SessionFaults } from './faults.js';
import type { Faults } from './faults.js';
import { sessionOf } from './request-session.js';
import { SIMULATED_VENDORS } from './simulated-vendor.js';
import type { SimulatedVendor } from './simulated-vendor.js';
import { VendorFaults } from './vendor-faults.js';

/** The fault switches of every vendor. */
@Injectable()
export class FaultsService {
  private readonly byVendor: ReadonlyMap<string, VendorFaults>;

  constructor(@Inject(SIMULATED_VENDORS) vendors: readonly SimulatedVendor[]) {
    this.byVendor = new Map(vendors.map(({ name }) => [name, new VendorFaults(name)]));
  }

  all(): VendorFaults[] {
    return [...this.byVendor.values()];
  }

  of(vendor: string): VendorFaults {
    const faults = this.byVendor.get(vendor);
    if (!faults) throw new VendorUnknown(vendor, [...this.byVendor.keys()]);
    return faults;
  }

  /** The switches as the sender of this request meets them. */
  facing(vendor: string, request: Pick<IncomingMessage, 'headers' | 'url'>): Faults {
    return new SessionFaults(this.of(vendor), sessionOf(request));
  }
}
