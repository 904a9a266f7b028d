import type { SimulatedVendor } from '../control/simulated-vendor.js';
import { failureBody } from '../openai/openai.errors.js';
import { XaiModule } from './xai.module.js';

export const xai: SimulatedVendor = { name: 'xai', module: XaiModule, failure: failureBody };
