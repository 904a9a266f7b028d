export { openAiAccess } from './openai-access.js';
export type { VendorAccess } from './openai-access.js';
export { OpenAiConfig, openAiConfig } from './openai.config.js';
export { ProviderNotConfigured, UnknownProvider } from './providers.errors.js';
export { VendorFault } from './vendor-fault.js';
export { Patience } from './patience.js';
export { VendorBreaker } from './vendor-breaker.js';
export { VendorBreakers } from './vendor-breakers.js';
export { VendorMetrics } from './vendor.metrics.js';
export { VendorHealth, VendorHealths } from './failover/vendor-health.js';
export type { ProviderKind } from './failover/vendor-health.js';
export type { SwitchListener } from './failover/switch-listener.js';
export { LanguageModel } from './llm/language-model.js';
export type {
  AnswerFormat,
  AnswerPiece,
  ChatMessage,
  DeclaredTool,
  Question,
  ToolRequest,
} from './llm/language-model.js';
export { FailoverLanguageModel } from './llm/failover-language-model.js';
export { OpenAiLanguageModel } from './llm/openai-language-model.js';
export { GrokLanguageModel } from './llm/grok-language-model.js';
export { currentModel, modelNotice, noticeText } from './models/model-table.js';
export type { ModelNotice } from './models/model-table.js';
export { costOf, PRICES } from './models/price-table.js';
export { readPriceTable } from './models/read-price-table.js';
export type { Price, PriceTable, Usage } from './models/price-table.js';
export { ChoiceConfig, choiceConfig } from './vendors/choice.config.js';
export { defaultChoices } from './vendors/default-choices.js';
export { LanguageVendorsConfig, languageVendorsConfig } from './vendors/language-vendors.config.js';
export { SpeechVendorsConfig, speechVendorsConfig } from './vendors/speech-vendors.config.js';
export { parseChoice, parseRealtimeChoice } from './vendors/parse-choice.js';
export { PipelineProviders } from './vendors/pipeline-providers.js';
export type { Pipeline, PipelineListener } from './vendors/pipeline-providers.js';
export { PIPELINE_VENDORS } from './vendors/pipeline-vendors.js';
export type { PipelineParts } from './vendors/pipeline-parts.js';
export type { ProviderInfo } from './vendors/provider-catalogue.js';
export { ProviderChoices } from './vendors/provider-choices.js';
export { ProvidersModule } from './vendors/providers.module.js';
export { VENDOR_KEYS, VendorAccesses } from './vendors/vendor-accesses.js';
export type { VendorState } from './vendors/vendor-accesses.js';
export type { UsageListener, VendorUse } from './usage/usage-listener.js';
export { VENDORS } from './vendors/vendor-name.js';
export type { LlmVendor, SttVendor, TtsVendor, VendorName } from './vendors/vendor-name.js';
export { HEARING_RATE, Transcriber } from './stt/transcriber.js';
export type { Transcription, TranscriptionListener, TranscriptionSettings } from './stt/transcriber.js';
export { SPEAKING_RATE, Synthesizer } from './tts/synthesizer.js';
export type { SpeakingSettings } from './tts/synthesizer.js';
export { FailoverTranscriber } from './stt/failover-transcriber.js';
export { TRANSCRIBERS } from './stt/transcribers.js';
export { FailoverSynthesizer } from './tts/failover-synthesizer.js';
export { Sentences } from './tts/sentences.js';
export { SYNTHESIZERS } from './tts/synthesizers.js';
