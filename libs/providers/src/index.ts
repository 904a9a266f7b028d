export { openAiAccess } from './openai-access.js';
export type { VendorAccess } from './openai-access.js';
export { OpenAiConfig, openAiConfig } from './openai.config.js';
export { ProviderNotConfigured, UnknownProvider } from './providers.errors.js';
