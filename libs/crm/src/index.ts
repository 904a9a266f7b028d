export { CrmClient } from './crm.client.js';
export type { CreationOptions } from './crm.client.js';
export { crmAccount, CrmConfig, crmConfig } from './crm.config.js';
export type { CrmAccount } from './crm.config.js';
export {
  CrmLoginRefused,
  CrmNotConfigured,
  CrmRefused,
  CrmUnavailable,
  CrmUnknownOutcome,
  PackageSearchOff,
  QuotesNotSupported,
} from './crm.errors.js';
export { CrmModule } from './crm.module.js';
export type { Lead, SavedLead } from './lead.js';
export type { Quote, QuoteItem, QuoteRequest } from './quote.js';
export type { PackageQuery, TravelPackage } from './travel-package.js';
export { spokenMoney, spokenPackage, spokenPackages, spokenQuote } from './spoken.js';
export { DeferredLead, DeferredQuote, deferralReason, toQuoteRequest } from './deferred-creation.js';
export type { DeferralReason, OfferedQuote } from './deferred-creation.js';
export {
  deferredAnswer,
  failureAnswer,
  leadAnswer,
  packageAnswer,
  packagesAnswer,
  quoteAnswer,
} from './tool-answers.js';
export { quoteValidUntil } from './trip-and-event.requests.js';
export { TripAndEventClient } from './trip-and-event.client.js';
