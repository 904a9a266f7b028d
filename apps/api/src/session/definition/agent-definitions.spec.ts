import { jest } from '@jest/globals';
import { ChoiceConfig, LanguageVendorsConfig, OpenAiConfig, ProviderChoices } from '#providers';
import { SpeechVendorsConfig, VendorAccesses } from '#providers';
import { SessionConfig } from '../session.config.js';
import { AgentDefinitions } from './agent-definitions.js';

interface Environment {
  choice?: Partial<ChoiceConfig>;
  openAi?: Partial<OpenAiConfig>;
  speech?: Partial<SpeechVendorsConfig>;
}

function definitions({ choice, openAi, speech }: Environment = {}): AgentDefinitions {
  const choiceConfig = Object.assign(new ChoiceConfig(), choice);
  const openAiConfig = Object.assign(new OpenAiConfig(), { apiKey: 'sk-of-nobody' }, openAi);
  const keys = { deepgramApiKey: 'of-nobody', cartesiaApiKey: 'of-nobody' };
  const speechConfig = Object.assign(new SpeechVendorsConfig(), keys, speech);
  const accesses = new VendorAccesses(openAiConfig, speechConfig, new LanguageVendorsConfig());
  return new AgentDefinitions(
    choiceConfig,
    openAiConfig,
    new SessionConfig(),
    new ProviderChoices(accesses, choiceConfig),
  );
}

describe(AgentDefinitions.name, () => {
  afterEach(() => jest.useRealTimers());

  it('lets a built-in model give way to its successor on the day it stops, and no model that was asked for', () => {
    const request = { providers: { llm: [{ vendor: 'openai', model: 'gpt-4o-mini' }] } };
    jest.useFakeTimers({ now: Date.UTC(2027, 0, 13, 23) });
    expect(definitions().effective('default').providers.llm).toEqual([
      { vendor: 'openai', model: 'gpt-4o-mini' },
    ]);
    jest.setSystemTime(Date.UTC(2027, 0, 14));
    expect(definitions().effective('default').providers.llm).not.toEqual(request.providers.llm);
    expect(definitions().effective('default', { request }).providers.llm).toEqual(request.providers.llm);
  });

  it('looks at the vendors of the mode that the agent is in alone', () => {
    const without = definitions({ speech: { deepgramApiKey: undefined } });
    expect(() => without.effective('default')).toThrow('DEEPGRAM_API_KEY');
    expect(without.isAvailable('default')).toBe(false);
    expect(without.effective('default', { request: { mode: 'realtime' } }).mode).toBe('realtime');
    expect(without.isAvailable('tara')).toBe(true);
    expect(definitions({ openAi: { apiKey: undefined } }).isAvailable('tara')).toBe(false);
  });

  it('has the environment’s realtime model, voice and limits', () => {
    const openAi = { realtimeModel: 'gpt-realtime-2.1', voice: 'cedar' };
    expect(definitions({ openAi }).effective('tara')).toMatchObject({
      providers: { realtime: [{ vendor: 'openai', model: 'gpt-realtime-2.1', voice: 'cedar' }] },
      limits: { maxDurationS: 3_600, idleS: 120 },
    });
  });

  it('takes a voice of OpenAI’s alone for a wish that OpenAI may speak', () => {
    const { tts } = definitions({ choice: { ttsVoice: 'alloy' } }).effective('default').providers;
    expect(tts).toEqual([{ vendor: 'cartesia' }, { vendor: 'openai', voice: 'alloy' }]);
  });

  it('has OpenAI stand in for Grok without a key', () => {
    const request = { providers: { llm: [{ vendor: 'grok' }] } };
    expect(definitions().effective('default', { request }).providers.llm).toEqual([{ vendor: 'openai' }]);
  });
});
