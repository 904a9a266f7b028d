import type { SimulatedVendor } from '../control/simulated-vendor.js';
import { openRouterError } from './openrouter.errors.js';
import { OpenRouterModule } from './openrouter.module.js';

export const openRouter: SimulatedVendor = {
  name: 'openrouter',
  module: OpenRouterModule,
  failure: (status) => openRouterError(status),
};
