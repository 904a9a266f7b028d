import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CrmClient, quoteAnswer, quoteValidUntil, toQuoteRequest } from '#crm';
import type { CreationOptions, DeferredQuote } from '#crm';
import type { TalkTool, ToolAnswer, ToolCall } from '#talk';
import { answer, said } from './answer.js';
import { Deferrals } from './deferrals.js';
import type { RoomReach } from './reach.js';

const parameters = z.object({
  customer_name: z.string().min(1).max(200).describe('The customer’s name.'),
  package_id: z.string().min(1).max(100).describe('Id of a package that find_packages found.'),
  travellers: z.int().min(1).max(100).default(1).describe('How many people travel.'),
  customer_email: z.string().max(254).optional(),
  customer_phone: z.string().max(50).optional(),
  notes: z.string().max(2_000).describe('Wishes that belong on the quote.').optional(),
});

/** The price comes from the CRM, never from the model: a quote is a promise. */
@Injectable()
export class CreateQuoteTool implements TalkTool<RoomReach, typeof parameters> {
  readonly name = 'create_quote';
  readonly description =
    'Make a price quote for one package and a number of travellers, and keep it in the CRM.';
  readonly parameters = parameters;
  readonly deadlineMs = 15_000;

  constructor(
    private readonly crm: CrmClient,
    private readonly deferrals: Deferrals,
  ) {}

  run(args: z.infer<typeof parameters>, call: ToolCall<RoomReach>): Promise<ToolAnswer> {
    const quote = asked(args, call.sessionId);
    return this.deferrals.attempt({ kind: 'quote', body: quote }, call, (options) =>
      this.create(quote, options),
    );
  }

  private async create(quote: DeferredQuote, options: CreationOptions): Promise<ToolAnswer> {
    const offer = await this.crm.package(quote.packageId, options.signal);
    if (!offer)
      return answer({ success: false, message: 'There is no such package. Use find_packages first.' });
    const { name, price, currency } = offer;
    if (price === null) return answer({ success: false, message: 'This package has no price yet.' });
    quote.offer = { name, unitPrice: price, currency };
    return answer(
      quoteAnswer(await this.crm.createQuote(toQuoteRequest({ ...quote, offer: quote.offer }), options)),
    );
  }
}

function asked(args: z.infer<typeof parameters>, sessionId: string): DeferredQuote {
  return {
    customerName: args.customer_name.trim(),
    customerEmail: said(args.customer_email),
    customerPhone: said(args.customer_phone),
    packageId: args.package_id,
    travellers: args.travellers,
    notes: said(args.notes),
    sessionId,
    validUntil: quoteValidUntil(),
    offer: null,
  };
}
