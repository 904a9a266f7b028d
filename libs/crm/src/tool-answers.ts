import {
  CrmNotConfigured,
  CrmRefused,
  CrmUnavailable,
  CrmUnknownOutcome,
  PackageSearchOff,
  QuotesNotSupported,
} from './crm.errors.js';
import type { DeferralReason } from './deferred-creation.js';
import type { SavedLead } from './lead.js';
import type { Quote } from './quote.js';
import { spokenPackage, spokenPackages, spokenQuote } from './spoken.js';
import type { TravelPackage } from './travel-package.js';

const UNKNOWN_OUTCOME =
  'It is not known whether this was saved. Do not try again: a colleague will look after it.';

// What the agent's tools answer the model, in the shapes that S0's prompt and clients know. Short: the model reads every word.

export function packagesAnswer(packages: readonly TravelPackage[]) {
  return {
    success: true,
    count: packages.length,
    packages: packages.map(({ id, name, price, currency, nights, days, destinations }) => ({
      id,
      name,
      price,
      currency,
      nights,
      days,
      destinations,
    })),
    voice_summary: spokenPackages(packages),
  };
}

export function packageAnswer(found: TravelPackage) {
  const { id, name, description, price, currency, nights, days, destinations, inclusions, exclusions } =
    found;
  return {
    success: true,
    id,
    name,
    description,
    price,
    currency,
    nights,
    days,
    destinations,
    inclusions,
    exclusions,
    voice_description: `${spokenPackage(found)}.`,
  };
}

export function leadAnswer({ id }: SavedLead) {
  return { success: true, message: 'The customer is saved.', lead_id: id };
}

export function quoteAnswer(quote: Quote) {
  return {
    success: true,
    quoteId: quote.id,
    quoteNumber: quote.number,
    total: quote.total,
    currency: quote.currency,
    validUntil: quote.validUntil,
    voice_summary: spokenQuote(quote),
  };
}

/** What the model is told of what is kept and brought to the CRM later. */
export function deferredAnswer(kind: 'lead' | 'quote', reason: DeferralReason) {
  if (reason === 'unknown_outcome') {
    return { success: false, message: UNKNOWN_OUTCOME };
  }
  const what = kind === 'lead' ? 'your details' : 'your quote';
  const why = reason === 'unavailable' ? 'cannot be reached right now' : 'keeps no quotes';
  const then =
    reason === 'unavailable' ? 'will be sent as soon as it answers' : 'will be sent by a colleague';
  return {
    success: true,
    deferred: true,
    message: `The CRM ${why}. This is noted here and ${then}. Tell the customer so; do not try again.`,
    voice_summary: `Our booking system ${why}. I have noted ${what}, and ${kind === 'lead' ? 'they' : 'it'} ${then}.`,
    ...(kind === 'lead' ? { lead_id: null } : { quoteId: null, quoteNumber: null }),
  };
}

/** What the model is told when the CRM could not, so that it is honest with the customer. @throws what is no fact of the CRM. */
export function failureAnswer(error: unknown) {
  return { success: false, message: explain(error) };
}

function explain(error: unknown): string {
  if (error instanceof PackageSearchOff) return 'Package search is switched off here.';
  if (error instanceof CrmNotConfigured) return 'No CRM is connected, so this cannot be done here.';
  if (error instanceof QuotesNotSupported) return 'The CRM keeps no quotes, so this one was not stored.';
  if (error instanceof CrmRefused) return 'The CRM did not accept this. Nothing was saved.';
  if (error instanceof CrmUnavailable)
    return 'The CRM cannot be reached right now, so this could not be done.';
  if (error instanceof CrmUnknownOutcome) {
    return UNKNOWN_OUTCOME;
  }
  throw error;
}
