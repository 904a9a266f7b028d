import type { SimulatedVendor } from '../control/simulated-vendor.js';
import { failureOf } from './deepgram.errors.js';
import { DeepgramModule } from './deepgram.module.js';

export const deepgram: SimulatedVendor = {
  name: 'deepgram',
  module: DeepgramModule,
  failure: (status) => failureOf(status).body,
};
