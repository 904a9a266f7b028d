export { CrmClient } from './crm.client.js';
export type { CreationOptions } from './crm.client.js';
export {
  CrmNotConfigured,
  CrmRefused,
  CrmUnavailable,
  CrmUnknownOutcome,
  PackageSearchOff,
  QuotesNotSupported,
} from './crm.errors.js';
export type { Lead, SavedLead } from './lead.js';
export type { Quote, QuoteItem, QuoteRequest } from './quote.js';
export type { PackageQuery, TravelPackage } from './travel-package.js';
