import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CrmClient, failureAnswer, packageAnswer, packagesAnswer } from '#crm';
import type { TalkTool, ToolAnswer, ToolCall } from '#talk';
import { answer, said } from './answer.js';
import type { RoomReach } from './reach.js';

const parameters = z.object({
  query: z.string().max(200).describe('What the customer looks for, in their own words.').optional(),
  destination: z.string().max(100).describe('City or country, when the customer named one.').optional(),
  nights: z.int().min(1).max(60).describe('How many nights.').optional(),
  max_price: z.number().positive().describe('The most the customer wants to pay for each person.').optional(),
  package_id: z
    .string()
    .max(100)
    .describe('For the details of one package that was found before.')
    .optional(),
});

@Injectable()
export class FindPackagesTool implements TalkTool<RoomReach, typeof parameters> {
  readonly name = 'find_packages';
  readonly description =
    'Search the travel packages by destination, nights and price, or get the details of one package by its id.';
  readonly parameters = parameters;
  readonly deadlineMs = 12_000;

  constructor(private readonly crm: CrmClient) {}

  async run(args: z.infer<typeof parameters>, { signal }: ToolCall<RoomReach>): Promise<ToolAnswer> {
    try {
      if (args.package_id) return await this.details(args.package_id, signal);
      const { query, destination, nights, max_price: maxPrice } = args;
      const found = await this.crm.findPackages(
        { query: said(query), destination: said(destination), nights, maxPrice },
        signal,
      );
      return answer(packagesAnswer(found));
    } catch (error) {
      return answer(failureAnswer(error));
    }
  }

  private async details(id: string, signal: AbortSignal): Promise<ToolAnswer> {
    const found = await this.crm.package(id, signal);
    if (!found) return answer({ success: false, message: `There is no package ${id}. Search again.` });
    return answer(packageAnswer(found));
  }
}
