import { Injectable } from '@nestjs/common';
import { crmAccount, CrmClient, CrmConfig, DeferredLead } from '#crm';
import type { LeasedItem } from '#store';
import { crmOutcome } from './crm-outcome.js';
import { Delivery } from './delivery.js';
import type { Outcome } from './delivery.js';

@Injectable()
export class CrmLeadDelivery extends Delivery {
  readonly kind = 'crm.lead';
  readonly repeatable: boolean;

  constructor(
    private readonly crm: CrmClient,
    config: CrmConfig,
  ) {
    super();
    this.repeatable = crmAccount(config)?.idempotent ?? false;
  }

  async deliver({ payload, key }: LeasedItem, signal: AbortSignal): Promise<Outcome> {
    const lead = DeferredLead.safeParse(payload);
    if (!lead.success) return { outcome: 'dead', error: 'It is no lead.' };
    try {
      const { id } = await this.crm.saveLead(lead.data, { idempotencyKey: key, signal });
      return { outcome: 'done', result: { leadId: id } };
    } catch (error) {
      return crmOutcome(error);
    }
  }
}
