import { Inject, Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { ProviderKind } from '../failover/vendor-health.js';
import { LANGUAGE_MODELS } from '../llm/language-models.js';
import { currentModel, modelNotice } from '../models/model-table.js';
import type { ModelNotice } from '../models/model-table.js';
import { OpenAiConfig } from '../openai.config.js';
import { LanguageVendorsConfig } from './language-vendors.config.js';
import { XAI_REALTIME_MODEL } from '../realtime/xai-voice.js';
import { PIPELINE_PARTS } from './pipeline-parts.js';
import type { PipelineParts } from './pipeline-parts.js';
import { VENDOR_KEYS, VendorAccesses } from './vendor-accesses.js';
import type { VendorState } from './vendor-accesses.js';
import { LLM_VENDORS, STT_VENDORS, TTS_VENDORS } from './vendor-name.js';
import type { VendorName } from './vendor-name.js';

export interface ProviderInfo {
  kind: ProviderKind;
  vendor: VendorName;
  state: VendorState;
  /** What makes it real. */
  variable: string;
  /** Those that are used where an agent names none. */
  models: { name: string; notice: ModelNotice | null }[];
}

/** Who is there, and what is known of their models. */
@Injectable()
export class ProviderCatalogue implements OnApplicationBootstrap {
  private readonly logger = new Logger(ProviderCatalogue.name);

  constructor(
    @Inject(PIPELINE_PARTS) private readonly parts: PipelineParts,
    private readonly accesses: VendorAccesses,
    private readonly openAi: OpenAiConfig,
    private readonly language: LanguageVendorsConfig,
  ) {}

  onApplicationBootstrap(): void {
    const real = this.describe().filter(({ state }) => state === 'real');
    for (const { vendor, models } of real) {
      for (const { name: model, notice } of models) {
        if (notice) this.logger.warn('a model is stopped by its vendor', { vendor, model, ...dates(notice) });
      }
    }
  }

  describe(): ProviderInfo[] {
    const { transcribers, synthesizers } = this.parts;
    return [
      ...STT_VENDORS.map((vendor) => this.info('stt', vendor, current(transcribers[vendor]))),
      ...LLM_VENDORS.map((vendor) => this.info('llm', vendor, this.languageModel(vendor))),
      ...TTS_VENDORS.map((vendor) => this.info('tts', vendor, current(synthesizers[vendor]))),
      this.info('realtime', 'openai', this.openAi.currentRealtimeModel()),
      this.info('realtime', 'xai', XAI_REALTIME_MODEL),
    ];
  }

  private languageModel(vendor: (typeof LLM_VENDORS)[number]): string {
    const configured = vendor === 'grok' ? this.language.grokModel : undefined;
    return configured ?? current(LANGUAGE_MODELS[vendor]);
  }

  private info(kind: ProviderKind, vendor: VendorName, name: string): ProviderInfo {
    return {
      kind,
      vendor,
      state: this.accesses.stateOf(vendor),
      variable: VENDOR_KEYS[vendor].variable,
      models: [{ name, notice: modelNotice(name, Date.now()) ?? null }],
    };
  }
}

function current({ defaultModel }: { defaultModel: string }): string {
  return currentModel(defaultModel, Date.now());
}

function dates({ stopsOn, successor }: ModelNotice): Pick<ModelNotice, 'stopsOn' | 'successor'> {
  return { stopsOn, successor };
}
