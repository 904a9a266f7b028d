import { OpenAiConfig } from '../openai.config.js';
import { LanguageVendorsConfig } from './language-vendors.config.js';
import { SpeechVendorsConfig } from './speech-vendors.config.js';
import { VendorAccesses } from './vendor-accesses.js';
import type { VendorName } from './vendor-name.js';

const EVERYBODY: VendorName[] = ['openai', 'grok', 'deepgram', 'assemblyai', 'cartesia', 'elevenlabs'];

interface Configured {
  openAi?: Partial<OpenAiConfig>;
  speech?: Partial<SpeechVendorsConfig>;
  language?: Partial<LanguageVendorsConfig>;
}

function accesses({ openAi, speech, language }: Configured): VendorAccesses {
  return new VendorAccesses(
    Object.assign(new OpenAiConfig(), openAi),
    Object.assign(new SpeechVendorsConfig(), speech),
    Object.assign(new LanguageVendorsConfig(), language),
  );
}

describe(VendorAccesses.name, () => {
  it('knows nobody without a key or a sandbox', () => {
    const none = accesses({});
    expect(EVERYBODY.map((vendor) => [none.of(vendor), none.stateOf(vendor)])).toEqual(
      EVERYBODY.map(() => [undefined, 'off']),
    );
  });

  it('has the sandbox stand in for whoever has no key', () => {
    const sandboxUrl = 'http://127.0.0.1:3053/';
    const some = accesses({ openAi: { sandboxUrl }, speech: { cartesiaApiKey: 'key' } });
    expect(EVERYBODY.map((vendor) => [some.stateOf(vendor), some.of(vendor)?.baseUrl])).toEqual([
      ['simulated', 'http://127.0.0.1:3053/openai/v1'],
      ['simulated', 'http://127.0.0.1:3053/xai/v1'],
      ['simulated', 'http://127.0.0.1:3053/deepgram'],
      ['simulated', 'http://127.0.0.1:3053/assemblyai'],
      ['real', 'https://api.cartesia.ai'],
      ['simulated', 'http://127.0.0.1:3053/elevenlabs/v1'],
    ]);
  });

  it('reaches each with its key', () => {
    const speech = { elevenLabsApiKey: 'key', elevenLabsBaseUrl: 'https://api.eu.elevenlabs.io/v1/' };
    expect(accesses({ speech }).of('elevenlabs')).toEqual({
      apiKey: 'key',
      baseUrl: 'https://api.eu.elevenlabs.io/v1',
      simulated: false,
    });
  });

  it.each<[string, Partial<LanguageVendorsConfig>, string, string]>([
    ['xAI', { grokApiKey: 'xai', openRouterApiKey: 'or' }, 'xai', 'https://api.x.ai/v1'],
    ['OpenRouter', { openRouterApiKey: 'or' }, 'or', 'https://openrouter.ai/api/v1'],
    ['elsewhere', { grokApiKey: 'xai', grokBaseUrl: 'http://gpu:8000/v1/' }, 'xai', 'http://gpu:8000/v1'],
    [
      'elsewhere with the other key',
      { openRouterApiKey: 'or', grokBaseUrl: 'http://gpu/v1' },
      'or',
      'http://gpu/v1',
    ],
  ])('finds Grok at %s', (_, language, apiKey, baseUrl) => {
    expect(accesses({ language }).of('grok')).toEqual({ apiKey, baseUrl, simulated: false });
  });

  it('plays OpenRouter where Grok is to be found there', () => {
    const language = { grokBaseUrl: 'https://openrouter.ai/api/v1' };
    const openAi = { sandboxUrl: 'http://127.0.0.1:3053' };
    expect(accesses({ openAi, language }).of('grok')).toMatchObject({
      baseUrl: 'http://127.0.0.1:3053/openrouter/api/v1',
      simulated: true,
    });
  });
});
