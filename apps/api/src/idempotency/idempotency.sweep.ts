import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { IdempotencyRepository } from '#store';
import { Rounds } from '../rounds.js';
import { IdempotencyTiming } from './idempotency.timing.js';

/** So many rows in one transaction: it is over within milliseconds. */
const SLICE = 200;
/** So many slices in one round; the next round goes on. */
const SLICES = 25;

/** Removes answers whose time is over, a few at a time. */
@Injectable()
export class IdempotencySweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(IdempotencySweep.name);
  private readonly rounds = new Rounds(() => this.sweep());

  constructor(
    private readonly requests: IdempotencyRepository,
    private readonly timing: IdempotencyTiming,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start(this.timing.sweepMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  private async sweep(): Promise<void> {
    try {
      for (let slice = 0; slice < SLICES; slice += 1) {
        if ((await this.requests.removeExpired(Date.now(), SLICE)) < SLICE) return;
      }
    } catch (error) {
      this.logger.warn('kept answers stay longer', { err: error });
    }
  }
}
