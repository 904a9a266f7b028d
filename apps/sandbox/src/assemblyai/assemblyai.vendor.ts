import type { SimulatedVendor } from '../control/simulated-vendor.js';
import { failureOf } from './assemblyai.errors.js';
import { AssemblyAiModule } from './assemblyai.module.js';

export const assemblyAi: SimulatedVendor = {
  name: 'assemblyai',
  module: AssemblyAiModule,
  failure: (status) => failureOf(status).body,
};
