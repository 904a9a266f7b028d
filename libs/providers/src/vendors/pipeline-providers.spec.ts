import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { AgentDefinition, ProviderChoice } from '#conversation';
import { builtInAgent } from '#conversation';
import { VendorHealths } from '../failover/vendor-health.js';
import { OpenAiConfig } from '../openai.config.js';
import { ProviderNotConfigured, UnknownProvider } from '../providers.errors.js';
import type { Transcriber, TranscriptionSettings } from '../stt/transcriber.js';
import { Synthesizer } from '../tts/synthesizer.js';
import { ChoiceConfig } from './choice.config.js';
import { LanguageVendorsConfig } from './language-vendors.config.js';
import { PipelineProviders } from './pipeline-providers.js';
import type { PipelineParts } from './pipeline-parts.js';
import { ProviderCatalogue } from './provider-catalogue.js';
import { ProviderChoices } from './provider-choices.js';
import { SpeechVendorsConfig } from './speech-vendors.config.js';
import { VendorAccesses } from './vendor-accesses.js';

class NamedTranscriber implements Transcriber {
  constructor(
    readonly vendor: string,
    readonly modelName: string,
  ) {}

  /** Nobody listens: it only says for what it was opened. */
  open({ language }: TranscriptionSettings): Promise<never> {
    return Promise.reject(new Error(`opened for ${language}`));
  }
}

class NamedSynthesizer extends Synthesizer {
  isClosed = false;

  constructor(
    readonly vendor: string,
    readonly modelName: string,
    readonly voice: string,
  ) {
    super();
  }

  speak(): never {
    throw new Error('nobody speaks');
  }

  warm = () => Promise.resolve();

  close(): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

/** Stands for the first; keeps all for the test to see. */
class Transcribers extends NamedTranscriber {
  constructor(readonly options: { choices: readonly Transcriber[] }) {
    super('several', '');
  }
}
class Synthesizers extends NamedSynthesizer {
  constructor(readonly options: { choices: readonly Synthesizer[] }) {
    super('several', '', '');
  }
}

const ear = (vendor: string, defaultModel: string) => ({
  keyVariable: '',
  defaultModel,
  create: (_: unknown, { model }: { model: string }) => new NamedTranscriber(vendor, model),
});
const mouth = (vendor: string, defaultModel: string) => ({
  keyVariable: '',
  defaultModel,
  defaultVoice: 'own',
  create: (_: unknown, { model, voice }: { model: string; voice: string }) =>
    new NamedSynthesizer(vendor, model, voice),
});

const parts: PipelineParts = {
  transcribers: {
    deepgram: ear('deepgram', 'nova-3'),
    assemblyai: ear('assemblyai', 'universal-streaming'),
    openai: ear('openai', 'gpt-live-transcribe'),
  },
  synthesizers: {
    cartesia: mouth('cartesia', 'sonic-3'),
    openai: mouth('openai', 'gpt-4o-mini-tts'),
    elevenlabs: mouth('elevenlabs', 'eleven_flash_v2_5'),
  },
  failoverTranscriber: Transcribers,
  failoverSynthesizer: Synthesizers,
};

interface Configured {
  openAi?: Partial<OpenAiConfig>;
  speech?: Partial<SpeechVendorsConfig>;
  language?: Partial<LanguageVendorsConfig>;
  choice?: Partial<ChoiceConfig>;
}

const SIMULATED = { sandboxUrl: 'http://127.0.0.1:3053' };
const listener = { failed: () => undefined, switched: () => undefined, used: () => undefined };

function providers({ openAi, speech, language, choice }: Configured = {}) {
  const languageConfig = Object.assign(new LanguageVendorsConfig(), language);
  const openAiConfig = Object.assign(new OpenAiConfig(), openAi);
  const accesses = new VendorAccesses(
    openAiConfig,
    Object.assign(new SpeechVendorsConfig(), speech),
    languageConfig,
  );
  return new PipelineProviders(
    parts,
    new ProviderChoices(accesses, Object.assign(new ChoiceConfig(), choice)),
    new ProviderCatalogue(parts, accesses, openAiConfig, languageConfig),
    languageConfig,
    new VendorHealths(),
  );
}

function agent(choices: Partial<Record<'stt' | 'llm' | 'tts', ProviderChoice[]>> = {}): AgentDefinition {
  const tara = builtInAgent('tara');
  if (!tara) throw new Error('tara is gone');
  return { ...tara, mode: 'pipeline', providers: { realtime: [], stt: [], llm: [], tts: [], ...choices } };
}

function named(made: ReturnType<PipelineProviders['create']>): string[][] {
  const { stt, tts } = made;
  if (!(stt instanceof Transcribers) || !(tts instanceof Synthesizers)) throw new Error('not ours');
  return [
    stt.options.choices.map(({ vendor, modelName }) => `${vendor}/${modelName}`),
    [`${made.llm.vendor}/${made.llm.modelName}`],
    tts.options.choices.map(({ vendor, modelName, voice }) => `${vendor}/${modelName}:${voice}`),
  ];
}

describe(PipelineProviders.name, () => {
  beforeEach(() => jest.useFakeTimers({ now: new Date('2026-11-28') }));
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('takes the environment’s choice for an agent that names nobody', () => {
    expect(named(providers({ openAi: SIMULATED }).create(agent(), listener))).toEqual([
      ['deepgram/nova-3', 'openai/gpt-live-transcribe'],
      ['grok/grok-4.7'],
      ['cartesia/sonic-3:own', 'openai/gpt-4o-mini-tts:own'],
    ]);
    const choice = { sttProvider: 'assemblyai', llmProvider: 'openai', ttsProvider: 'openai' } as const;
    const chosen = providers({ openAi: SIMULATED, choice: { ...choice, ttsVoice: 'alloy' } });
    expect(named(chosen.create(agent(), listener))).toEqual([
      ['assemblyai/universal-streaming', 'openai/gpt-live-transcribe'],
      ['openai/gpt-4o-mini'],
      ['openai/gpt-4o-mini-tts:alloy'],
    ]);
  });

  it('gives a voice to the vendor whose it is', () => {
    const voices = (ttsVoice: string) =>
      named(providers({ openAi: SIMULATED, choice: { ttsVoice } }).create(agent(), listener))[2];
    expect(voices('nova')).toEqual(['cartesia/sonic-3:own', 'openai/gpt-4o-mini-tts:nova']);
    expect(voices('9626c31c')).toEqual(['cartesia/sonic-3:9626c31c', 'openai/gpt-4o-mini-tts:own']);
  });

  it('takes what an agent names, in its order, and leaves out who has no key', () => {
    const made = providers({ openAi: { apiKey: 'key' }, speech: { elevenLabsApiKey: 'key' } }).create(
      agent({
        stt: [{ vendor: 'deepgram' }, { vendor: 'openai', model: 'whisper-1' }],
        llm: [{ vendor: 'openai', model: 'gpt-of-tomorrow' }],
        tts: [{ vendor: 'elevenlabs', voice: 'Rachel' }, { vendor: 'cartesia' }],
      }),
      listener,
    );
    expect(named(made)).toEqual([
      ['openai/whisper-1'],
      ['openai/gpt-of-tomorrow'],
      ['elevenlabs/eleven_flash_v2_5:Rachel'],
    ]);
  });

  it('has a recogniser listen for the language it was chosen for', async () => {
    const stt = [{ vendor: 'assemblyai', language: 'en' }, { vendor: 'deepgram' }];
    const made = providers({ openAi: SIMULATED }).create(agent({ stt }), listener);
    expect(named(made)[0]).toEqual(['assemblyai/universal-streaming', 'deepgram/nova-3']);
    const { choices } = made.stt instanceof Transcribers ? made.stt.options : { choices: [] };
    const heard = { interim: () => undefined, final: () => undefined, failed: () => undefined };
    const open = (choice: Transcriber) =>
      choice.open({ language: 'de' }, heard, new AbortController().signal);
    const opened = await Promise.all(choices.map((choice) => open(choice).catch(String)));
    expect(opened).toEqual(['Error: opened for en', 'Error: opened for de']);
  });

  it('has OpenAI answer where Grok has no key', () => {
    const [, llm] = named(
      providers({ openAi: { apiKey: 'key' } }).create(agent({ llm: [{ vendor: 'grok' }] }), listener),
    );
    expect(llm).toEqual(['openai/gpt-4o-mini']);
  });

  it('names Grok as OpenRouter does, where it is found there', () => {
    const language = { openRouterApiKey: 'key', grokModel: 'grok-4.5' };
    const [, llm] = named(providers({ openAi: SIMULATED, language }).create(agent(), listener));
    expect(llm).toEqual(['grok/x-ai/grok-4.5']);
  });

  it('moves its defaults to their successors, and no model that was named', () => {
    jest.setSystemTime(new Date('2027-03-01'));
    const all = providers({ openAi: SIMULATED });
    const llm = [{ vendor: 'openai' }];
    expect(named(all.create(agent({ llm }), listener)).slice(1)).toEqual([
      ['openai/gpt-6-luna'],
      ['cartesia/sonic-3:own', 'openai/gpt-4o-mini-tts:own'],
    ]);
    const [, kept] = named(all.create(agent({ llm: [{ vendor: 'openai', model: 'gpt-4o' }] }), listener));
    expect(kept).toEqual(['openai/gpt-4o']);
  });

  it('shares clients between talks, and closes them in the end', async () => {
    const made = jest.spyOn(parts.synthesizers.cartesia, 'create');
    const all = providers({ openAi: SIMULATED });
    const [one, other] = [all.create(agent(), listener).tts, all.create(agent(), listener).tts];
    expect(one).not.toBe(other);
    const [first] = made.mock.results;
    expect(made).toHaveBeenCalledTimes(1);
    await all.onApplicationShutdown();
    expect(first?.value).toMatchObject({ isClosed: true });
  });

  it('says before a talk who is not known, and who has no key', () => {
    const all = providers({ openAi: { apiKey: 'key' } });
    const check = (choices: Parameters<typeof agent>[0]) => () => all.checkChoices(agent(choices));
    expect(check({})).not.toThrow();
    expect(check({ stt: [{ vendor: 'openai' }, { vendor: 'gladia' }] })).toThrow(UnknownProvider);
    expect(check({ tts: [{ vendor: 'rime' }] })).toThrow(
      /no tts provider rime; known: cartesia, openai, elevenlabs/,
    );
    expect(check({ stt: [{ vendor: 'assemblyai' }] })).toThrow(ProviderNotConfigured);
    expect(check({ stt: [{ vendor: 'assemblyai' }] })).toThrow(
      'AssemblyAI is not configured: set ASSEMBLYAI_API_KEY.',
    );
    expect(() => providers().checkChoices({ ...agent(), mode: 'realtime' })).toThrow('OPENAI_API_KEY');
  });

  it('describes everybody', () => {
    const all = providers({ openAi: SIMULATED, speech: { deepgramApiKey: 'key' } }).describe();
    expect(all.map(({ kind, vendor, state }) => `${kind} ${vendor} ${state}`)).toEqual([
      'stt deepgram real',
      'stt assemblyai simulated',
      'stt openai simulated',
      'llm openai simulated',
      'llm grok simulated',
      'tts cartesia simulated',
      'tts openai simulated',
      'tts elevenlabs simulated',
      'realtime openai simulated',
      'realtime xai simulated',
    ]);
    expect(all[3]).toMatchObject({
      variable: 'OPENAI_API_KEY',
      models: [{ name: 'gpt-4o-mini', notice: { stopsOn: '2027-01-14', successor: 'gpt-6-luna' } }],
    });
    expect(all[0]?.models).toEqual([{ name: 'nova-3', notice: null }]);
  });

  it('says at the boot which models of real vendors stop', () => {
    const told = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const config = Object.assign(new OpenAiConfig(), { apiKey: 'key' });
    const language = new LanguageVendorsConfig();
    const accesses = new VendorAccesses(config, new SpeechVendorsConfig(), language);
    new ProviderCatalogue(parts, accesses, config, language).onApplicationBootstrap();
    expect(told.mock.calls.map(([, fields]: unknown[]) => fields)).toEqual([
      { vendor: 'openai', model: 'gpt-4o-mini', stopsOn: '2027-01-14', successor: 'gpt-6-luna' },
      {
        vendor: 'openai',
        model: 'gpt-4o-mini-tts',
        stopsOn: '2027-01-06',
        successor: 'gpt-realtime-2.1-mini',
      },
      { vendor: 'openai', model: 'gpt-realtime', stopsOn: '2027-01-20', successor: 'gpt-realtime-2.1' },
    ]);
  });
});
