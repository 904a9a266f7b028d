import { Inject, Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { OutboxRepository, Store } from '#store';
import type { LeasedItem, Settlement } from '#store';
import { withLogFields } from '#telemetry';
import { Rounds } from '../rounds.js';
import { workerName } from '../worker-name.js';
import { DELIVERIES } from './delivery.js';
import type { Delivery, Outcome } from './delivery.js';
import { Lanes } from './lanes.js';
import { OutboxConfig } from './outbox.config.js';
import { OutboxMetrics } from './outbox.metrics.js';
import { retryPauseMs } from './retry-pause.js';

const POLL_MS = 1_000;
const DELIVERY_DEADLINE_MS = 30_000;
/** Longer than any delivery: a lease runs out under a worker that died, and no other. */
const LEASE_MS = 60_000;

/** Delivers what the outbox holds. Any number of processes may do so: each item has one worker at a time. */
@Injectable()
export class OutboxWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxWorker.name);
  private readonly worker = workerName();
  private readonly closing = new AbortController();
  private readonly atWork = new Set<Promise<void>>();
  private readonly lanes: Lanes;
  private readonly rounds = new Rounds(() => this.look());

  constructor(
    private readonly store: Store,
    private readonly outbox: OutboxRepository,
    @Inject(DELIVERIES) private readonly deliveries: readonly Delivery[],
    private readonly config: OutboxConfig,
    @Inject(OutboxMetrics) private readonly metrics: Pick<OutboxMetrics, 'attempted'>,
  ) {
    this.lanes = new Lanes(deliveries);
  }

  /** A restart may be what an operator did to set right what was wrong. */
  async onApplicationBootstrap(): Promise<void> {
    const now = Date.now();
    if (this.store.kind === 'sqlite') await this.outbox.endLeases(now);
    for (const { kind } of this.deliveries) await this.outbox.retryBlocked(kind, now);
    this.rounds.start(POLL_MS);
    this.wake();
  }

  /** What is under way is given up: it is taken up again by the next process. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing.abort();
    await this.rounds.stop();
    await Promise.all(this.atWork);
  }

  /** There may be something new. */
  wake(): void {
    this.rounds.wake();
  }

  /** One after the other, so that each is taken with a view to what is under way by then. */
  private async look(): Promise<void> {
    try {
      while (!this.closing.signal.aborted) {
        const [item] = await this.outbox.lease({
          worker: this.worker,
          limit: 1,
          leaseMs: LEASE_MS,
          now: Date.now(),
          except: this.lanes.full(),
        });
        if (!item) return;
        this.begin(item);
      }
    } catch (error) {
      this.logger.warn('cannot read the outbox', { err: error });
    }
  }

  private begin(item: LeasedItem): void {
    const { tenantId: tenant, sessionId } = item;
    const leave = this.lanes.enter(item);
    const fields = { tenant, sessionId: sessionId ?? undefined };
    const work = withLogFields(fields, () => this.attend(item)).finally(() => {
      leave();
      this.atWork.delete(work);
      this.wake();
    });
    this.atWork.add(work);
  }

  /** From the lease to the settlement. Never rejects: an item that cannot be settled comes back when its lease runs out. */
  private async attend(item: LeasedItem): Promise<void> {
    const { id, kind, sessionId, attempts } = item;
    const outcome = await this.deliver(item);
    this.metrics.attempted(kind, outcome.outcome);
    try {
      const settled = await this.outbox.settle(item, this.settlement(item, outcome), Date.now());
      const told = { id, kind, sessionId, attempts, settled };
      if (outcome.outcome === 'done') this.logger.log('delivered', told);
      else this.logger.warn('not delivered', { ...told, outcome: outcome.outcome, reason: outcome.error });
    } catch (error) {
      this.logger.error('cannot settle a delivery', { err: error, id, kind, sessionId });
    }
  }

  private async deliver(item: LeasedItem): Promise<Outcome> {
    const delivery = this.deliveryOf(item);
    if (!delivery) return { outcome: 'blocked', error: `Nobody delivers ${item.kind}.` };
    if (item.interrupted && !delivery.repeatable) {
      return { outcome: 'unknown', error: 'The process that sent it ended before an answer came.' };
    }
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(DELIVERY_DEADLINE_MS)]);
    try {
      return await delivery.deliver(item, signal);
    } catch (error) {
      if (!signal.aborted) this.logger.error('fault in a delivery', { err: error, kind: item.kind });
      return {
        outcome: 'later',
        error: signal.aborted ? 'It took too long, or we ended.' : 'A fault of ours.',
      };
    }
  }

  private settlement(item: LeasedItem, outcome: Outcome): Settlement {
    const { status } = outcome;
    if (outcome.outcome === 'done') return { state: 'done', result: outcome.result, status };
    const { error } = outcome;
    if (outcome.outcome !== 'later') return { state: outcome.outcome, error, status };
    const now = Date.now();
    const { afterMs = 0 } = outcome;
    const patience = this.deliveryOf(item)?.patience ?? this.config;
    if (this.closing.signal.aborted) return { state: 'pending', nextAt: now, error, status };
    if (now - item.begunAt > patience.giveUpAfterS * 1_000) return { state: 'dead', error, status };
    const nextAt = now + Math.max(afterMs, retryPauseMs(item.tries, patience));
    return { state: 'pending', nextAt, error, status };
  }

  private deliveryOf({ kind }: LeasedItem): Delivery | undefined {
    return this.deliveries.find((delivery) => delivery.kind === kind);
  }
}
