import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { ErasureRepository, LeaseRepository, Store } from '#store';
import type { EndedSession, Erased, SessionKey } from '#store';
import { ErasureService } from '../erasure/erasure.service.js';
import { Rounds } from '../rounds.js';
import { SoleWorker } from '../sole-worker.js';
import { RetentionConfig } from './retention.config.js';
import { ERASED_KINDS, RetentionMetrics } from './retention.metrics.js';

const ROUND_MS = 60_000;
/** Between two looks at whether it is still our turn. */
const SESSIONS_AT_ONCE = 50;
/** The rest has its turn in the next round. */
const SESSIONS_A_ROUND = 1_000;
const A_DAY_MS = 86_400_000;

/**
 * Erases sessions that ended too long ago, and conversations with their last session. Each is erased in short steps: what a crash
 * leaves of one is erased by the next round. One api process does this for all.
 */
@Injectable()
export class RetentionSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(RetentionSweep.name);
  private readonly rounds = new Rounds(() => this.round());
  private readonly worker: SoleWorker;
  private isClosing = false;

  constructor(
    private readonly config: RetentionConfig,
    store: Store,
    leases: LeaseRepository,
    private readonly ledger: ErasureRepository,
    private readonly erasure: ErasureService,
    private readonly metrics: RetentionMetrics,
  ) {
    this.worker = new SoleWorker(store, leases, { name: 'retention', leaseMs: 3 * ROUND_MS });
  }

  onApplicationBootstrap(): void {
    if (this.config.days === undefined) return;
    this.rounds.start(ROUND_MS);
    this.rounds.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    await this.rounds.stop();
    await this.worker.putDown();
  }

  private async round(): Promise<void> {
    const total: Erased = { conversations: 0, sessions: 0, messages: 0, events: 0 };
    try {
      await this.eraseOld(total);
    } catch (error) {
      this.logger.warn('what is too old stays longer', { err: error });
    }
    if (total.sessions > 0) this.logger.log('erased what was too old', { ...total, days: this.config.days });
  }

  private async eraseOld(total: Erased): Promise<void> {
    const { days = Infinity } = this.config;
    const before = Date.now() - days * A_DAY_MS;
    let last: EndedSession | undefined;
    for (let seen = 0; seen < SESSIONS_A_ROUND; seen += SESSIONS_AT_ONCE) {
      if (this.isClosing || !(await this.worker.isOurTurn())) return;
      const old = await this.ledger.endedBefore(before, SESSIONS_AT_ONCE, last);
      for (const session of old) await this.eraseOne(session, total);
      last = old.at(-1);
      if (old.length < SESSIONS_AT_ONCE) return;
    }
  }

  /** One that cannot be erased holds up no other. */
  private async eraseOne(session: SessionKey, total: Erased): Promise<void> {
    if (this.isClosing) return;
    try {
      const erased = await this.erasure.session(session);
      this.metrics.took(erased);
      for (const kind of ERASED_KINDS) total[kind] += erased[kind];
    } catch (error) {
      this.logger.warn('a session stays longer', { sessionId: session.id, err: error });
    }
  }
}
