import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { IdempotencyRepository } from '#store';
import { IdempotencyTiming } from './idempotency.timing.js';

/** So many rows in one transaction: it is over within milliseconds. */
const SLICE = 200;
/** So many slices in one round; the next round goes on. */
const SLICES = 25;

/** Removes answers whose time is over, a few at a time. */
@Injectable()
export class IdempotencySweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(IdempotencySweep.name);
  private timer?: NodeJS.Timeout;
  private round?: Promise<void>;

  constructor(
    private readonly requests: IdempotencyRepository,
    private readonly timing: IdempotencyTiming,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.round ??= this.sweep();
    }, this.timing.sweepMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.round;
  }

  private async sweep(): Promise<void> {
    try {
      for (let slice = 0; slice < SLICES; slice += 1) {
        if ((await this.requests.removeExpired(Date.now(), SLICE)) < SLICE) return;
      }
    } catch (error) {
      this.logger.warn('kept answers stay longer', { err: error });
    } finally {
      this.round = undefined;
    }
  }
}
