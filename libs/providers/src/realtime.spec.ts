import type { AgentDefinition } from '#conversation';
import { builtInAgent } from '#conversation';
import { VendorHealths } from './failover/vendor-health.js';
import { OpenAiConfig } from './openai.config.js';
import { RealtimeModels } from './realtime.js';
import type { ClientEvent } from './realtime/lined-model.js';
import { VendorBreakers } from './vendor-breakers.js';
import { VendorFault } from './vendor-fault.js';
import { ChoiceConfig } from './vendors/choice.config.js';
import { LanguageVendorsConfig } from './vendors/language-vendors.config.js';
import { ProviderChoices } from './vendors/provider-choices.js';
import { SpeechVendorsConfig } from './vendors/speech-vendors.config.js';
import { VendorAccesses } from './vendors/vendor-accesses.js';

describe(RealtimeModels.name, () => {
  const healths = new VendorHealths();
  const openAi = Object.assign(new OpenAiConfig(), { apiKey: 'key of openai' });
  const language = Object.assign(new LanguageVendorsConfig(), { grokApiKey: 'key of xai' });
  const accesses = new VendorAccesses(openAi, new SpeechVendorsConfig(), language);
  const choices = new ProviderChoices(accesses, new ChoiceConfig());
  const models = new RealtimeModels(openAi, choices, new VendorBreakers(), healths);

  const tara = (...vendors: string[]): AgentDefinition => {
    const builtIn = builtInAgent('tara');
    if (!builtIn) throw new Error('Tara is built in');
    return {
      ...builtIn,
      providers: { ...builtIn.providers, realtime: vendors.map((vendor) => ({ vendor })) },
    };
  };
  const begun = (): ClientEvent => ({
    type: 'session.update',
    session: {
      model: 'gpt-realtime',
      audio: { input: { turn_detection: null }, output: { voice: 'marin' } },
    },
  });

  it('begins with the first choice, and with the other one while that rests', () => {
    expect(models.create(tara('openai', 'xai')).vendor).toBe('openai');
    healths.of('realtime', 'openai').failed(new VendorFault('key_refused', 401));
    const choice = models.create(tara('openai', 'xai'));
    expect(choice).toMatchObject({ vendor: 'xai', keyVariable: 'XAI_API_KEY' });
    expect(choice.modelName).toMatch(/^grok/);
  });

  it('reaches each vendor at its own address, with its own key, model, voice and way to find turns', () => {
    const { line } = models.create(tara('xai', 'openai')).model;
    expect(line.route).toMatchObject({ apiKey: 'key of xai' });
    expect(line.route.url).toMatch(/^wss:\/\/api\.x\.ai\/v1\/realtime\?model=grok/);
    const event = begun();
    line.route.translate(event);
    expect(event).toMatchObject({
      session: {
        model: line.route.modelName,
        voice: 'ara',
        audio: { output: { voice: 'ara' }, input: { turn_detection: { type: 'server_vad' } } },
      },
    });

    const { route } = models.create(tara('openai')).model.line;
    expect(route.url).toBe('wss://api.openai.com/v1/realtime?model=gpt-realtime');
    const other = begun();
    route.translate(other);
    expect(other).toMatchObject({
      session: {
        model: 'gpt-realtime',
        audio: { output: { voice: 'marin' }, input: { turn_detection: { type: 'semantic_vad' } } },
      },
    });
  });

  it('tells a new connection how turns are found by then', () => {
    const agent = tara('xai');
    const choice = models.create(agent);
    choice.detectTurns({ ...agent.turnTaking, minSilenceMs: 700 });
    const event = begun();
    choice.model.line.route.translate(event);
    expect(event).toMatchObject({
      session: { audio: { input: { turn_detection: { silence_duration_ms: 700 } } } },
    });
  });

  it('leaves alone what an event does not say', () => {
    const event: ClientEvent = { type: 'session.update', session: { instructions: 'be brief' } };
    models.create(tara('xai')).model.line.route.translate(event);
    expect(event).toEqual({ type: 'session.update', session: { instructions: 'be brief' } });
  });
});
