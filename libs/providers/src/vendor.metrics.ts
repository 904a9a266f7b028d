import { Injectable } from '@nestjs/common';
import { Gauge, Registry } from 'prom-client';
import type { BreakerState } from './vendor-breaker.js';
import { VendorBreakers } from './vendor-breakers.js';

const VALUES: Record<BreakerState, number> = { closed: 0, half_open: 1, open: 2 };

/** Which vendors are left alone, read when somebody asks. */
@Injectable()
export class VendorMetrics {
  constructor(registry: Registry, breakers: VendorBreakers) {
    new Gauge({
      name: 'parley_vendor_breaker',
      help: 'Whether a vendor is asked (0), tried again (1) or left alone (2).',
      labelNames: ['vendor'],
      registers: [registry],
      collect() {
        for (const { vendor, state } of breakers.all()) this.set({ vendor }, VALUES[state]);
      },
    });
  }
}
