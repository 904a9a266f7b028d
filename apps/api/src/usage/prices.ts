import { Injectable, Logger } from '@nestjs/common';
import type { EventPayload } from '#conversation';
import { costOf, PRICES, readPriceTable } from '#providers';
import type { PriceTable } from '#providers';
import { PRICES_VARIABLE, PricesConfig } from './prices.config.js';

const MICROS = 1e6;

/** What usage costs, as the operator knows the prices, and where they say nothing as vendors document them. Read at the boot, which a file that does not fit ends. */
@Injectable()
export class Prices {
  private readonly logger = new Logger(Prices.name);
  private readonly table: PriceTable = PRICES;

  /** @throws InvalidConfiguration */
  constructor({ file }: PricesConfig) {
    if (file === undefined) return;
    const { version, prices } = readPriceTable(file, PRICES_VARIABLE);
    this.table = { version, prices: [...prices, ...PRICES.prices] }; // the first that fits counts
    this.logger.log('prices are known', { version, prices: prices.length });
  }

  /** Millionths of a US dollar; null when a price of it is not known. */
  readonly costMicros = (usage: EventPayload<'usage.added'>): number | null => {
    const { audioSeconds = 0, characters = 0 } = usage;
    const cost = costOf({ ...usage, audioSeconds, characters }, this.table);
    return cost === null ? null : Math.round(cost * MICROS);
  };
}
