import type { SimulatedVendor } from '../control/simulated-vendor.js';
import { failureOf } from './cartesia.errors.js';
import { CartesiaModule } from './cartesia.module.js';

/** The version whose errors are written where nobody asks for one. */
const CURRENT_VERSION = '2026-03-01';

export const cartesia: SimulatedVendor = {
  name: 'cartesia',
  module: CartesiaModule,
  failure: (status) => failureOf(status).describe(CURRENT_VERSION),
};
