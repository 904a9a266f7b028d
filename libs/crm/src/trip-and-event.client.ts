import type { OnApplicationShutdown } from '@nestjs/common';
import type { CrmAccount } from './crm.config.js';
import { CrmClient } from './crm.client.js';
import type { CreationOptions } from './crm.client.js';
import {
  CrmRefused,
  CrmUnavailable,
  CrmUnknownOutcome,
  PackageSearchOff,
  QuotesNotSupported,
} from './crm.errors.js';
import { CrmExchange } from './crm-exchange.js';
import type { CrmReply, CrmRequest, CrmTiming } from './crm-exchange.js';
import { CrmLogin } from './crm-login.js';
import type { Lead, SavedLead } from './lead.js';
import { matchingPackages } from './matching-packages.js';
import type { Quote, QuoteRequest } from './quote.js';
import type { PackageQuery, TravelPackage } from './travel-package.js';
import { readLead, readPackage, readPackages, readQuote, saysNo } from './trip-and-event.replies.js';
import { leadBody, packagesQuery, quoteBody } from './trip-and-event.requests.js';

const DEFAULT_LIMIT = 5;
/** How many packages are looked through for words that name no destination. */
const LOOKED_THROUGH = 100;

/** The CRM of Trip & Event, spoken to as its other programs do. */
export class TripAndEventClient extends CrmClient implements OnApplicationShutdown {
  private readonly exchange: CrmExchange;
  private readonly login: CrmLogin;

  constructor(
    private readonly account: CrmAccount,
    timing?: Partial<CrmTiming>,
  ) {
    super();
    this.exchange = new CrmExchange(account.baseUrl, timing);
    this.login = new CrmLogin(this.exchange, account);
  }

  async findPackages(query: PackageQuery, signal: AbortSignal): Promise<TravelPackage[]> {
    if (!this.account.packageSearch) throw new PackageSearchOff();
    const { destination, query: words, limit = DEFAULT_LIMIT } = query;
    const found = await this.search({ ...query, destination: destination ?? words }, limit, signal);
    if (found.length > 0 || destination !== undefined || words === undefined) return found;
    // The words name no destination: `a beach for a honeymoon`.
    const everything = await this.search(query, LOOKED_THROUGH, signal);
    return matchingPackages(everything, words).slice(0, limit);
  }

  async package(id: string, signal: AbortSignal): Promise<TravelPackage | undefined> {
    if (!this.account.packageSearch) throw new PackageSearchOff();
    if (/^\.{1,2}$/.test(id)) return undefined; // would be a step up in the path
    const what = 'reading a package';
    const reply = await this.call(
      { method: 'GET', path: `packages/${encodeURIComponent(id)}`, what, repeatable: true },
      signal,
    );
    if (reply.status === 404) return undefined;
    const found = readPackage(accepted(reply, what));
    if (!found) throw new CrmUnavailable(`${what}: the answer is no package`);
    return found;
  }

  async saveLead(lead: Lead, options: CreationOptions): Promise<SavedLead> {
    const what = 'saving a lead';
    const reply = await this.create({ path: 'leads', what, body: leadBody(lead) }, options);
    return readLead(accepted(reply, what)) ?? this.unreadable(what);
  }

  async createQuote(quote: QuoteRequest, options: CreationOptions): Promise<Quote> {
    const what = 'creating a quote';
    const body = quoteBody(quote);
    const reply = await this.create({ path: this.account.quotesPath, what, body }, options);
    if (reply.status === 404) throw new QuotesNotSupported();
    const { totalAmount: total, currency, validUntil } = body;
    return readQuote(accepted(reply, what), { total, currency, validUntil }) ?? this.unreadable(what);
  }

  onApplicationShutdown(): void {
    this.exchange.close();
  }

  private async search(query: PackageQuery, limit: number, signal: AbortSignal): Promise<TravelPackage[]> {
    const what = 'finding packages';
    const reply = await this.call(
      { method: 'GET', path: 'packages', what, query: packagesQuery(query, limit), repeatable: true },
      signal,
    );
    const found = readPackages(accepted(reply, what));
    if (!found) throw new CrmUnavailable(`${what}: the answer is no list of packages`);
    return found.slice(0, limit);
  }

  private create(
    request: Pick<CrmRequest, 'path' | 'what' | 'body'>,
    { idempotencyKey, signal }: CreationOptions,
  ): Promise<CrmReply> {
    const headers = { 'Idempotency-Key': idempotencyKey };
    return this.call({ ...request, method: 'POST', headers, repeatable: this.account.idempotent }, signal);
  }

  /** A 401 tells that nothing was done, so even a creation is sent once more, with a new token. */
  private async call(request: CrmRequest, signal: AbortSignal): Promise<CrmReply> {
    const token = await this.login.token(signal);
    const reply = await this.exchange.send(withToken(request, token), signal);
    if (reply.status !== 401) return reply;
    this.login.drop(token);
    return this.exchange.send(withToken(request, await this.login.token(signal)), signal);
  }

  private unreadable(what: string): never {
    const message = `${what}: the answer cannot be read`;
    throw this.account.idempotent ? new CrmUnavailable(message) : new CrmUnknownOutcome(message);
  }
}

function withToken(request: CrmRequest, token: string): CrmRequest {
  return { ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } };
}

function accepted({ status, body }: CrmReply, what: string): unknown {
  if (status >= 300) throw new CrmRefused(`${what}: it answered ${status}`);
  if (saysNo(body)) throw new CrmRefused(`${what}: it answered that it did not succeed`);
  return body;
}
