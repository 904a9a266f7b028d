import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { IdempotencyRepository } from '#store';
import type { KeptAnswer, KeyedRequest } from '#store';
import { IdempotencyKeyReused, StillRunning } from './idempotency.errors.js';
import { IdempotencyTiming } from './idempotency.timing.js';

export interface Answered {
  answer: KeptAnswer;
  /** It is the answer to an earlier request. */
  replayed: boolean;
}

/** Runs a request once for each key, and gives everybody else who brings the key its answer. */
@Injectable()
export class IdempotentRequests {
  private readonly logger = new Logger(IdempotentRequests.name);
  /** What this process is running, so that repeats here learn of its end at once. */
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly requests: IdempotencyRepository,
    private readonly timing: IdempotencyTiming,
  ) {}

  /** @throws IdempotencyKeyReused @throws StillRunning, and what `run` throws: a failure is kept for nobody. */
  async once(request: KeyedRequest, run: () => Promise<KeptAnswer>): Promise<Answered> {
    const { lockMs, keptMs, waitMs } = this.timing;
    const giveUpAt = Date.now() + waitMs;
    for (;;) {
      const now = Date.now();
      const lockedUntil = now + lockMs;
      const beginning = await this.requests.begin(request, now, lockedUntil, now + keptMs);
      switch (beginning.outcome) {
        case 'begun':
          return { answer: await this.run(request, lockedUntil, run), replayed: false };
        case 'answered':
          return { answer: beginning.answer, replayed: true };
        case 'other_request':
          throw new IdempotencyKeyReused();
        case 'running':
          if (now >= giveUpAt) throw new StillRunning();
          await this.turn(request, giveUpAt - now);
      }
    }
  }

  private async run(
    request: KeyedRequest,
    lockedUntil: number,
    run: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer> {
    const name = nameOf(request);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.running.set(name, promise);
    try {
      const answer = await run().catch(async (error: unknown) => {
        await this.requests.release(request, lockedUntil);
        throw error;
      });
      // What was done is done: the caller learns it, also when it cannot be kept for a repeat.
      await this.requests.finish(request, lockedUntil, answer).catch((error: unknown) => {
        this.logger.error('answer not kept for repeats', { route: request.route, err: error });
      });
      return answer;
    } finally {
      this.running.delete(name);
      resolve();
    }
  }

  /** Until the one in this process has ended, or until it is time to look for one in another. */
  private async turn(request: KeyedRequest, leftMs: number): Promise<void> {
    const here = this.running.get(nameOf(request));
    const stop = new AbortController();
    const wait = pause(here ? leftMs : this.timing.pollMs, undefined, { signal: stop.signal });
    await Promise.race([here, wait].filter((each) => each !== undefined));
    stop.abort();
    await wait.catch(() => undefined);
  }
}

function nameOf({ tenantId, route, key }: KeyedRequest): string {
  return JSON.stringify([tenantId, route, key]);
}
