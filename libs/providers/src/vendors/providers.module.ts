import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { VendorHealths } from '../failover/vendor-health.js';
import { openAiConfig } from '../openai.config.js';
import { choiceConfig } from './choice.config.js';
import { languageVendorsConfig } from './language-vendors.config.js';
import { PIPELINE_PARTS } from './pipeline-parts.js';
import type { PipelineParts } from './pipeline-parts.js';
import { PipelineProviders } from './pipeline-providers.js';
import { ProviderCatalogue } from './provider-catalogue.js';
import { ProviderChoices } from './provider-choices.js';
import { speechVendorsConfig } from './speech-vendors.config.js';
import { VendorAccesses } from './vendor-accesses.js';

/** Who hears, thinks and speaks. Once a process: its clients and what is known of the vendors are for all talks. */
@Module({})
export class ProvidersModule {
  static with(parts: PipelineParts): DynamicModule {
    const configs = [openAiConfig, speechVendorsConfig, languageVendorsConfig, choiceConfig];
    return {
      module: ProvidersModule,
      providers: [
        ...configs,
        { provide: PIPELINE_PARTS, useValue: parts },
        VendorHealths,
        VendorAccesses,
        ProviderChoices,
        ProviderCatalogue,
        PipelineProviders,
      ],
      exports: [...configs, VendorHealths, VendorAccesses, ProviderChoices, PipelineProviders],
    };
  }
}
