import type { SimulatedVendor } from '../control/simulated-vendor.js';
import { failureOf } from './elevenlabs.errors.js';
import { ElevenLabsModule } from './elevenlabs.module.js';

export const elevenLabs: SimulatedVendor = {
  name: 'elevenlabs',
  module: ElevenLabsModule,
  failure: (status) => failureOf(status).body,
};
