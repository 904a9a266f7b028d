import type { VendorAccess } from '../openai-access.js';
import { CartesiaSynthesizer } from './cartesia-synthesizer.js';
import { ElevenLabsSynthesizer } from './elevenlabs-synthesizer.js';
import { OpenAiSynthesizer } from './openai-synthesizer.js';
import type { Synthesizer } from './synthesizer.js';
import type { TtsVendor } from '../vendors/vendor-name.js';

interface SynthesizerMaker {
  /** Where the vendor's key comes from. */
  keyVariable: string;
  defaultModel: string;
  defaultVoice: string;
  create(access: VendorAccess, options: { model: string; voice: string }): Synthesizer;
}

export const SYNTHESIZERS: Record<TtsVendor, SynthesizerMaker> = {
  cartesia: {
    keyVariable: 'CARTESIA_API_KEY',
    defaultModel: 'sonic-3',
    defaultVoice: 'f786b574-daa5-4673-aa0c-cbe3e8534c02',
    create: (access, options) => new CartesiaSynthesizer({ access, ...options }),
  },
  openai: {
    keyVariable: 'OPENAI_API_KEY',
    // Stops on 2027-01-06 and has no successor at /audio/speech (https://developers.openai.com/api/docs/deprecations).
    defaultModel: 'gpt-4o-mini-tts',
    defaultVoice: 'marin',
    create: (access, options) => new OpenAiSynthesizer({ access, ...options }),
  },
  elevenlabs: {
    keyVariable: 'ELEVEN_API_KEY',
    defaultModel: 'eleven_flash_v2_5',
    defaultVoice: 'bIHbv24MWmeRgasZH58o',
    create: (access, options) => new ElevenLabsSynthesizer({ access, ...options }),
  },
};
