import { assemblyAi } from './assemblyai/assemblyai.vendor.js';
import { cartesia } from './cartesia/cartesia.vendor.js';
import type { SimulatedVendor } from './control/simulated-vendor.js';
import { crm } from './crm/crm.vendor.js';
import { deepgram } from './deepgram/deepgram.vendor.js';
import { elevenLabs } from './elevenlabs/elevenlabs.vendor.js';
import { openAi } from './openai/openai.vendor.js';

/** Every vendor the sandbox plays. */
export const vendors: readonly SimulatedVendor[] = [openAi, deepgram, assemblyAi, cartesia, elevenLabs, crm];
