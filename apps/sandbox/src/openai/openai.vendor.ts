import type { SimulatedVendor } from '../control/simulated-vendor.js';
import { failureBody } from './openai.errors.js';
import { OpenAiModule } from './openai.module.js';

export const openAi: SimulatedVendor = { name: 'openai', module: OpenAiModule, failure: failureBody };
