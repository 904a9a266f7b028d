import { z } from 'zod';
import { CrmUnavailable, CrmUnknownOutcome, QuotesNotSupported } from './crm.errors.js';
import type { Lead } from './lead.js';
import type { QuoteRequest } from './quote.js';

// What an agent could not bring to the CRM travels as an event to the api, which brings it there later.

/** A lead as a talk takes it. */
export const DeferredLead: z.ZodType<Lead> = z.object({
  name: z.string(),
  phone: z.string().optional(),
  email: z.string().optional(),
  details: z.string().optional(),
});

/** A quote as a talk takes it. */
export const DeferredQuote = z.object({
  customerName: z.string(),
  customerEmail: z.string().optional(),
  customerPhone: z.string().optional(),
  packageId: z.string(),
  travellers: z.int().min(1),
  notes: z.string().optional(),
  sessionId: z.string(),
  /** Set with the first attempt, so that a repeat asks for the same to the letter. */
  validUntil: z.string(),
  /** What the CRM offered; null when it could not be asked. */
  offer: z.object({ name: z.string(), unitPrice: z.number(), currency: z.string().nullable() }).nullable(),
  /** The lead it belongs to, when that came to be known before the first attempt. */
  leadId: z.string().optional(),
});
export type DeferredQuote = z.infer<typeof DeferredQuote>;

export type OfferedQuote = DeferredQuote & { offer: NonNullable<DeferredQuote['offer']> };

export function toQuoteRequest({ travellers, offer, ...quote }: OfferedQuote): QuoteRequest {
  const { name, unitPrice, currency } = offer;
  return {
    ...quote,
    items: [{ description: name, quantity: travellers, unitPrice }],
    currency: currency ?? undefined,
  };
}

export type DeferralReason = 'unavailable' | 'unknown_outcome' | 'not_supported';

/** Why a creation has to wait; undefined when waiting would not help. */
export function deferralReason(error: unknown): DeferralReason | undefined {
  if (error instanceof CrmUnavailable) return 'unavailable';
  if (error instanceof CrmUnknownOutcome) return 'unknown_outcome';
  if (error instanceof QuotesNotSupported) return 'not_supported';
  return undefined;
}
