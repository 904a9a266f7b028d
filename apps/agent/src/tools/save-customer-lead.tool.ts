import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CrmClient, leadAnswer } from '#crm';
import type { TalkTool, ToolAnswer, ToolCall } from '#talk';
import { answer, said } from './answer.js';
import { Deferrals } from './deferrals.js';
import type { RoomReach } from './reach.js';

const parameters = z.object({
  name: z.string().min(1).max(200).describe('The customer’s name.'),
  phone: z.string().max(50).describe('Phone number, digits as the customer said them.').optional(),
  email: z.string().max(254).describe('E-mail address.').optional(),
  details: z
    .string()
    .max(2_000)
    .describe('What the customer wants: destination, dates, people, budget.')
    .optional(),
});

@Injectable()
export class SaveCustomerLeadTool implements TalkTool<RoomReach, typeof parameters> {
  readonly name = 'save_customer_lead';
  readonly description =
    'Save the customer as a lead, once their name and a phone number or e-mail address are known.';
  readonly parameters = parameters;
  readonly deadlineMs = 12_000;

  constructor(
    private readonly crm: CrmClient,
    private readonly deferrals: Deferrals,
  ) {}

  run(args: z.infer<typeof parameters>, call: ToolCall<RoomReach>): Promise<ToolAnswer> {
    const { name, phone, email, details } = args;
    const lead = { name: name.trim(), phone: said(phone), email: said(email), details: said(details) };
    return this.deferrals.attempt({ kind: 'lead', body: lead }, call, async (options) =>
      answer(leadAnswer(await this.crm.saveLead(lead, options))),
    );
  }
}
