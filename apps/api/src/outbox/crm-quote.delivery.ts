import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { crmAccount, CrmClient, CrmConfig, DeferredQuote, toQuoteRequest } from '#crm';
import type { OfferedQuote } from '#crm';
import { OutboxRepository } from '#store';
import type { LeasedItem } from '#store';
import { crmOutcome } from './crm-outcome.js';
import { Delivery } from './delivery.js';
import type { Outcome } from './delivery.js';

const LeadResult = z.object({ leadId: z.string().nullish() });

/** The price is the CRM's, asked for once: from the first attempt on the quote asks for the same, to the letter. */
@Injectable()
export class CrmQuoteDelivery extends Delivery {
  readonly kind = 'crm.quote';
  readonly repeatable: boolean;

  constructor(
    private readonly crm: CrmClient,
    private readonly outbox: OutboxRepository,
    config: CrmConfig,
  ) {
    super();
    this.repeatable = crmAccount(config)?.idempotent ?? false;
  }

  async deliver(item: LeasedItem, signal: AbortSignal): Promise<Outcome> {
    const quote = DeferredQuote.safeParse(item.payload);
    if (!quote.success) return { outcome: 'dead', error: 'It is no quote.' };
    try {
      const offered = await this.offered(item, quote.data, signal);
      if ('outcome' in offered) return offered;
      const { id, number } = await this.crm.createQuote(toQuoteRequest(offered), {
        idempotencyKey: item.key,
        signal,
      });
      return { outcome: 'done', result: { quoteId: id, quoteNumber: number } };
    } catch (error) {
      return crmOutcome(error);
    }
  }

  private async offered(
    item: LeasedItem,
    quote: DeferredQuote,
    signal: AbortSignal,
  ): Promise<OfferedQuote | Outcome> {
    if (quote.offer) return { ...quote, offer: quote.offer };
    const found = await this.crm.package(quote.packageId, signal);
    if (!found) return { outcome: 'dead', error: 'There is no such package.' };
    if (found.price === null) return { outcome: 'blocked', error: 'The package has no price.' };
    const offer = { name: found.name, unitPrice: found.price, currency: found.currency };
    const offered = { ...quote, offer, leadId: await this.leadOf(item) };
    if (await this.outbox.revise(item, offered)) return offered;
    return { outcome: 'later', error: 'Another worker has it by now.' };
  }

  private async leadOf({ tenantId, dependsOn }: LeasedItem): Promise<string | undefined> {
    if (dependsOn === null) return undefined;
    const result = LeadResult.safeParse(await this.outbox.resultOf(tenantId, dependsOn));
    return result.data?.leadId ?? undefined;
  }
}
