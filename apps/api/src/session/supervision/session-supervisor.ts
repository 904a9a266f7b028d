import { Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { livekitFault } from '#livekit';
import { ClaimRepository, SessionRepository, Store } from '#store';
import type { SessionSummary } from '#store';
import { withLogFields } from '#telemetry';
import { RoomCloser } from '../room-closer.js';
import { SessionCloser } from '../session-closer.js';
import { sessionLogFields } from '../session-log-fields.js';
import { SessionConfig } from '../session.config.js';
import { TakeOver } from './take-over.js';
import { Reachability } from './reachability.js';
import { StartWatch } from './start-watch.js';

const ROUND_MS = 250;
/** How long an agent may take to end a session in good order. */
const ENDING_GRACE_MS = 10_000;
/** Between attempts at something that failed: LiveKit or the database is away. */
const RETRY_MS = 1_000;
/** Renewals of leases waited for as long, or were given up. */
const SLOW_WRITE_MS = 1_000;
const LEDGER = 'ledger';

/**
 * Compares the ledger of sessions with the clock, four times a second: leases that ran out, dispatches nobody took, limits.
 * It keeps nothing of its own, so a restarted api goes on where the last one stopped.
 */
@Injectable()
export class SessionSupervisor implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(SessionSupervisor.name);
  private readonly reachability = new Reachability(ROUND_MS);
  private readonly atWork = new Map<string, Promise<void>>();
  /** What failed lately, and when it may be tried again. */
  private readonly restingUntil = new Map<string, number>();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly sessions: SessionRepository,
    private readonly claims: ClaimRepository,
    private readonly takeOver: TakeOver,
    private readonly starts: StartWatch,
    private readonly closer: SessionCloser,
    private readonly rooms: RoomCloser,
    private readonly config: SessionConfig,
    private readonly store: Store,
  ) {}

  onApplicationBootstrap(): void {
    this.store.onWrite((tookMs) => {
      if (tookMs >= SLOW_WRITE_MS) this.reachability.interrupted(Date.now());
    });
    this.timer = setInterval(() => this.round(), ROUND_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.atWork.values());
  }

  private round(): void {
    const now = Date.now();
    const stoodStillMs = this.reachability.beat(now);
    if (stoodStillMs) this.logger.warn('this process stood still', { stoodStillMs });
    for (const [subject, until] of this.restingUntil) if (now >= until) this.restingUntil.delete(subject);
    this.attend(LEDGER, () => this.compare(now));
  }

  private async compare(now: number): Promise<void> {
    if (this.reachability.reachableForMs(now) >= this.config.leaseMs) {
      for (const claim of await this.claims.expiredAt(now)) {
        const { tenantId: tenant, sessionId, room } = claim;
        withLogFields({ tenant, sessionId, room }, () =>
          this.attend(sessionId, () => this.takeOver.lost(claim)),
        );
      }
    }
    for (const session of await this.sessions.liveSessions()) {
      withLogFields(sessionLogFields(session), () => this.attend(session.id, () => this.check(session, now)));
    }
    if (this.rooms.hasPending) this.attend('rooms', () => this.rooms.closePending());
  }

  private async check(session: SessionSummary, now: number): Promise<void> {
    switch (session.state) {
      case 'created':
      case 'waiting':
        return this.starts.check(session, now);
      case 'active':
        if (now >= session.endsAt) await this.closer.windUp(session, 'max_duration');
        return;
      case 'ending':
        if (now >= (session.endingAt ?? now) + ENDING_GRACE_MS) {
          await this.closer.finish(session, session.endReason ?? 'error');
        }
        return;
      case 'ended':
        return;
    }
  }

  /** One thing at a time for a session: what is slow or fails for one holds up no other. */
  private attend(subject: string, work: () => Promise<void>): void {
    if (this.atWork.has(subject) || this.restingUntil.has(subject)) return;
    const done = work()
      .catch((error: unknown) => this.rest(subject, error))
      .finally(() => this.atWork.delete(subject));
    this.atWork.set(subject, done);
  }

  private rest(subject: string, error: unknown): void {
    this.restingUntil.set(subject, Date.now() + RETRY_MS);
    if (subject === LEDGER) this.reachability.interrupted(Date.now());
    this.logger.warn('supervision is held up', { subject, ...livekitFault(error) });
  }
}
