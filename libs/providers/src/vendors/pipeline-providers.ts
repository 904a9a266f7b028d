import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { AgentDefinition } from '#conversation';
import type { SwitchListener } from '../failover/switch-listener.js';
import { VendorHealths } from '../failover/vendor-health.js';
import { FailoverLanguageModel } from '../llm/failover-language-model.js';
import { LANGUAGE_MODELS } from '../llm/language-models.js';
import type { LanguageModel } from '../llm/language-model.js';
import { currentModel } from '../models/model-table.js';
import { ChoiceLanguage } from '../stt/choice-language.js';
import type { Transcriber } from '../stt/transcriber.js';
import type { Synthesizer } from '../tts/synthesizer.js';
import { MeteredSynthesizer } from '../usage/metered-synthesizer.js';
import { MeteredTranscriber } from '../usage/metered-transcriber.js';
import type { UsageListener } from '../usage/usage-listener.js';
import { LanguageVendorsConfig } from './language-vendors.config.js';
import { PIPELINE_PARTS } from './pipeline-parts.js';
import type { PipelineParts } from './pipeline-parts.js';
import { ProviderCatalogue } from './provider-catalogue.js';
import type { ProviderInfo } from './provider-catalogue.js';
import { ProviderChoices } from './provider-choices.js';
import type { Configured } from './provider-choices.js';
import { SharedClients } from './shared-clients.js';
import type { LlmVendor, SttVendor, TtsVendor } from './vendor-name.js';

/** Who hears, thinks and speaks in one talk. */
export interface Pipeline {
  stt: Transcriber;
  llm: LanguageModel;
  tts: Synthesizer;
}

/** Who is told what becomes of the choices of one talk, and what they are used for. */
export interface PipelineListener extends SwitchListener, UsageListener {}

/** Puts pipelines together: clients are the process's, what chooses between them is the talk's. */
@Injectable()
export class PipelineProviders implements OnApplicationShutdown {
  private readonly transcribers = new SharedClients<Transcriber>();
  private readonly languageModels = new SharedClients<LanguageModel>();
  private readonly synthesizers = new SharedClients<Synthesizer>();

  constructor(
    @Inject(PIPELINE_PARTS) private readonly parts: PipelineParts,
    private readonly choices: ProviderChoices,
    private readonly catalogue: ProviderCatalogue,
    private readonly language: LanguageVendorsConfig,
    private readonly healths: VendorHealths,
  ) {}

  /** For one talk. @throws UnknownProvider @throws ProviderNotConfigured */
  create(definition: AgentDefinition, listener: PipelineListener): Pipeline {
    const { healths, parts } = this;
    const stt = this.choices
      .stt(definition)
      .map((choice) => new MeteredTranscriber(this.transcriber(choice), listener));
    const llm = this.choices.llm(definition).map((choice) => this.languageModel(choice));
    const tts = this.choices
      .tts(definition)
      .map((choice) => new MeteredSynthesizer(this.synthesizer(choice), listener));
    return {
      stt: new parts.failoverTranscriber({ choices: stt, healths, listener }),
      llm: new FailoverLanguageModel({ choices: llm, healths, listener }),
      tts: new parts.failoverSynthesizer({ choices: tts, healths, listener }),
    };
  }

  /** Before a session starts. @throws UnknownProvider @throws ProviderNotConfigured */
  checkChoices(definition: AgentDefinition): void {
    this.choices.check(definition);
  }

  /** Everybody there is, for `GET /api/providers`. */
  describe(): ProviderInfo[] {
    return this.catalogue.describe();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.synthesizers.all().map((synthesizer) => synthesizer.close()));
  }

  private transcriber({ vendor, access, model, language }: Configured<SttVendor>): Transcriber {
    const { defaultModel, create } = this.parts.transcribers[vendor];
    const options = { model: model ?? currentModel(defaultModel, Date.now()) };
    const shared = this.transcribers.of(nameOf(vendor, options), () => create(access, options));
    return language === undefined ? shared : new ChoiceLanguage(shared, language);
  }

  private languageModel({ vendor, access, model }: Configured<LlmVendor>): LanguageModel {
    const { defaultModel, create } = LANGUAGE_MODELS[vendor];
    const configured = vendor === 'grok' ? this.language.grokModel : undefined;
    const options = { model: model ?? configured ?? currentModel(defaultModel, Date.now()) };
    return this.languageModels.of(nameOf(vendor, options), () => create(access, options));
  }

  private synthesizer({ vendor, access, model, voice }: Configured<TtsVendor>): Synthesizer {
    const { defaultModel, defaultVoice, create } = this.parts.synthesizers[vendor];
    const options = {
      model: model ?? currentModel(defaultModel, Date.now()),
      voice: voice ?? defaultVoice,
    };
    return this.synthesizers.of(nameOf(vendor, options), () => create(access, options));
  }
}

function nameOf(vendor: string, options: object): string {
  return JSON.stringify([vendor, options]);
}
