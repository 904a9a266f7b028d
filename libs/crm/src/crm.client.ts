import type { Lead, SavedLead } from './lead.js';
import type { Quote, QuoteRequest } from './quote.js';
import type { PackageQuery, TravelPackage } from './travel-package.js';

/** How a creation is made: once per key, however often it is asked for, when the CRM honours keys. */
export interface CreationOptions {
  /** A UUID per tool call. */
  idempotencyKey: string;
  signal: AbortSignal;
}

/**
 * What the agent needs from a CRM. Every method throws a fact of `crm.errors.ts` when it cannot answer, or the signal's reason
 * when the caller gave up.
 */
export abstract class CrmClient {
  abstract findPackages(query: PackageQuery, signal: AbortSignal): Promise<TravelPackage[]>;

  /** Undefined when there is no such package. */
  abstract package(id: string, signal: AbortSignal): Promise<TravelPackage | undefined>;

  abstract saveLead(lead: Lead, options: CreationOptions): Promise<SavedLead>;

  /** @throws QuotesNotSupported when this CRM keeps no quotes. */
  abstract createQuote(quote: QuoteRequest, options: CreationOptions): Promise<Quote>;
}
