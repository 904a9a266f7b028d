import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CrmClient, failureAnswer, quoteAnswer } from '#crm';
import type { TravelPackage } from '#crm';
import type { TalkTool, ToolAnswer, ToolCall } from '#talk';
import { answer, said } from './answer.js';
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

  constructor(private readonly crm: CrmClient) {}

  async run(args: z.infer<typeof parameters>, call: ToolCall<RoomReach>): Promise<ToolAnswer> {
    try {
      const offer = await this.crm.package(args.package_id, call.signal);
      if (!offer)
        return answer({ success: false, message: 'There is no such package. Use find_packages first.' });
      if (offer.price === null) return answer({ success: false, message: 'This package has no price yet.' });
      const quote = await this.crm.createQuote(this.request(args, offer, offer.price, call.sessionId), call);
      return answer(quoteAnswer(quote));
    } catch (error) {
      return answer(failureAnswer(error));
    }
  }

  private request(
    args: z.infer<typeof parameters>,
    offer: TravelPackage,
    unitPrice: number,
    sessionId: string,
  ) {
    return {
      customerName: args.customer_name.trim(),
      customerEmail: said(args.customer_email),
      customerPhone: said(args.customer_phone),
      items: [{ description: offer.name, quantity: args.travellers, unitPrice }],
      currency: offer.currency ?? undefined,
      packageId: offer.id,
      notes: said(args.notes),
      sessionId,
    };
  }
}
