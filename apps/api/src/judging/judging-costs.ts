import { Injectable } from '@nestjs/common';
import type { EventPayload } from '#conversation';
import { UsageRepository } from '#store';
import type { StoredEvent } from '#store';
import { Prices } from '../usage/prices.js';

/** What judging messages uses up is usage of their talks. */
@Injectable()
export class JudgingCosts {
  constructor(
    private readonly usage: UsageRepository,
    private readonly prices: Prices,
  ) {}

  /** For `Store.write`, with what came of the answer. */
  async record({ tenantId, sessionId }: StoredEvent, used: EventPayload<'usage.added'>): Promise<void> {
    const costMicros = this.prices.costMicros(used);
    await this.usage.add({ tenantId, id: sessionId }, used, costMicros, Date.now());
  }
}
