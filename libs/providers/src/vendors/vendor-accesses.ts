import { Injectable } from '@nestjs/common';
import { openAiAccess, withoutSlash } from '../openai-access.js';
import type { VendorAccess } from '../openai-access.js';
import { OpenAiConfig } from '../openai.config.js';
import { LanguageVendorsConfig } from './language-vendors.config.js';
import { isOpenRouter } from './open-router.js';
import { SpeechVendorsConfig } from './speech-vendors.config.js';
import type { VendorName } from './vendor-name.js';

export type VendorState = 'real' | 'simulated' | 'off';

/** How a vendor is called, and which variable makes it real. */
export const VENDOR_KEYS: Record<VendorName, { title: string; variable: string }> = {
  openai: { title: 'OpenAI', variable: 'OPENAI_API_KEY' },
  grok: { title: 'Grok', variable: 'GROK_API_KEY' },
  xai: { title: 'xAI', variable: 'XAI_API_KEY' },
  deepgram: { title: 'Deepgram', variable: 'DEEPGRAM_API_KEY' },
  assemblyai: { title: 'AssemblyAI', variable: 'ASSEMBLYAI_API_KEY' },
  cartesia: { title: 'Cartesia', variable: 'CARTESIA_API_KEY' },
  elevenlabs: { title: 'ElevenLabs', variable: 'ELEVEN_API_KEY' },
};

const XAI = 'https://api.x.ai/v1';
const OPEN_ROUTER = 'https://openrouter.ai/api/v1';

/** Where each vendor is reached and with what: real with a key, the sandbox where one runs. */
@Injectable()
export class VendorAccesses {
  constructor(
    private readonly openAi: OpenAiConfig,
    private readonly speech: SpeechVendorsConfig,
    private readonly language: LanguageVendorsConfig,
  ) {}

  /** Undefined when there is neither key nor sandbox. */
  of(vendor: VendorName): VendorAccess | undefined {
    const { speech } = this;
    switch (vendor) {
      case 'openai':
        return openAiAccess(this.openAi);
      case 'grok':
        return this.grok();
      case 'xai':
        return this.xai();
      case 'deepgram':
        return this.access(speech.deepgramApiKey, speech.deepgramBaseUrl, 'deepgram');
      case 'assemblyai':
        return this.access(speech.assemblyAiApiKey, speech.assemblyAiBaseUrl, 'assemblyai');
      case 'cartesia':
        return this.access(speech.cartesiaApiKey, speech.cartesiaBaseUrl, 'cartesia');
      case 'elevenlabs':
        return this.access(speech.elevenLabsApiKey, speech.elevenLabsBaseUrl, 'elevenlabs/v1');
    }
  }

  stateOf(vendor: VendorName): VendorState {
    const access = this.of(vendor);
    if (!access) return 'off';
    return access.simulated ? 'simulated' : 'real';
  }

  private grok(): VendorAccess | undefined {
    const { grokApiKey, openRouterApiKey, grokBaseUrl } = this.language;
    const usual = !grokApiKey && openRouterApiKey ? OPEN_ROUTER : XAI;
    const baseUrl = grokBaseUrl ?? usual;
    const stage = isOpenRouter(baseUrl) ? 'openrouter/api/v1' : 'xai/v1';
    return this.access(grokApiKey ?? openRouterApiKey, baseUrl, stage);
  }

  /** Grok's voice: at xAI itself, whatever else answers its chat. */
  private xai(): VendorAccess | undefined {
    const { grokApiKey, grokBaseUrl } = this.language;
    const isElsewhere = grokBaseUrl === undefined || isOpenRouter(grokBaseUrl);
    return this.access(grokApiKey, isElsewhere ? XAI : grokBaseUrl, 'xai/v1');
  }

  private access(apiKey: string | undefined, baseUrl: string, stage: string): VendorAccess | undefined {
    const { sandboxUrl } = this.openAi;
    if (apiKey) return { apiKey, baseUrl: withoutSlash(baseUrl), simulated: false };
    if (sandboxUrl)
      return { apiKey: 'sandbox', baseUrl: `${withoutSlash(sandboxUrl)}/${stage}`, simulated: true };
    return undefined;
  }
}
