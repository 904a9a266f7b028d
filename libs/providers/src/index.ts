export { openAiAccess } from './openai-access.js';
export type { VendorAccess } from './openai-access.js';
export { OpenAiConfig, openAiConfig } from './openai.config.js';
export { ProviderNotConfigured, UnknownProvider } from './providers.errors.js';
export { VendorFault } from './vendor-fault.js';
export { Patience } from './patience.js';
export { VendorBreaker } from './vendor-breaker.js';
export { VendorBreakers } from './vendor-breakers.js';
export { VendorMetrics } from './vendor.metrics.js';
