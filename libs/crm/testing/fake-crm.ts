import { CrmClient } from '../src/crm.client.js';
import type { CreationOptions } from '../src/crm.client.js';
import type { Lead, SavedLead } from '../src/lead.js';
import type { Quote, QuoteRequest } from '../src/quote.js';
import type { PackageQuery, TravelPackage } from '../src/travel-package.js';

interface Answers {
  findPackages: TravelPackage[];
  package: TravelPackage | undefined;
  saveLead: SavedLead;
  createQuote: Quote;
}

export type CrmCall =
  | { method: 'findPackages'; query: PackageQuery }
  | { method: 'package'; id: string }
  | { method: 'saveLead'; lead: Lead; idempotencyKey: string }
  | { method: 'createQuote'; quote: QuoteRequest; idempotencyKey: string };

/** A CRM that plays a script: `next` says what a method answers or throws, once each; without a script it is friendly. */
export class FakeCrm extends CrmClient {
  readonly calls: CrmCall[] = [];
  private readonly script: { [M in keyof Answers]: (() => Promise<Answers[M]>)[] } = {
    findPackages: [],
    package: [],
    saveLead: [],
    createQuote: [],
  };

  next<M extends keyof Answers>(method: M, answer: Answers[M] | Error): this {
    this.script[method].push(() =>
      answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer),
    );
    return this;
  }

  findPackages(query: PackageQuery, signal: AbortSignal): Promise<TravelPackage[]> {
    this.calls.push({ method: 'findPackages', query });
    return this.play('findPackages', [samplePackage()], signal);
  }

  package(id: string, signal: AbortSignal): Promise<TravelPackage | undefined> {
    this.calls.push({ method: 'package', id });
    return this.play('package', samplePackage({ id }), signal);
  }

  saveLead(lead: Lead, { idempotencyKey, signal }: CreationOptions): Promise<SavedLead> {
    this.calls.push({ method: 'saveLead', lead, idempotencyKey });
    return this.play('saveLead', { id: 'lead-1', message: null }, signal);
  }

  createQuote(quote: QuoteRequest, { idempotencyKey, signal }: CreationOptions): Promise<Quote> {
    this.calls.push({ method: 'createQuote', quote, idempotencyKey });
    const total = quote.items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
    const friendly: Quote = {
      id: 'quote-1',
      number: 'Q-1',
      total,
      currency: quote.currency ?? 'USD',
      pdfUrl: null,
      validUntil: quote.validUntil ?? '2030-01-31',
    };
    return this.play('createQuote', friendly, signal);
  }

  private async play<M extends keyof Answers>(
    method: M,
    friendly: Answers[M],
    signal: AbortSignal,
  ): Promise<Answers[M]> {
    signal.throwIfAborted();
    const written = this.script[method].shift();
    return written ? written() : friendly;
  }
}

export function samplePackage(over: Partial<TravelPackage> = {}): TravelPackage {
  return {
    id: 'pkg-1',
    name: 'Bali Beach Escape',
    type: 'with_flight',
    description: 'Five nights by the sea.',
    basePrice: 1_499,
    price: 1_299,
    currency: 'USD',
    nights: 5,
    days: 6,
    minPax: 2,
    maxPax: 6,
    destinations: ['Bali'],
    inclusions: ['Breakfast', 'Airport transfer'],
    exclusions: ['Visa'],
    tags: ['beach'],
    status: 'active',
    ...over,
  };
}
