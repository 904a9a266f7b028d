import { Module } from '@nestjs/common';
import {
  choiceConfig,
  languageVendorsConfig,
  openAiConfig,
  ProviderChoices,
  speechVendorsConfig,
  VendorAccesses,
} from '#providers';

/** Whom agents can be sent out with. */
@Module({
  providers: [
    openAiConfig,
    speechVendorsConfig,
    languageVendorsConfig,
    choiceConfig,
    VendorAccesses,
    ProviderChoices,
  ],
  exports: [openAiConfig, choiceConfig, ProviderChoices],
})
export class VendorsModule {}
