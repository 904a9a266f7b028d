import type { EventEmitter } from 'node:events';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import { ClaimRepository } from '#store';
import { SessionConfig } from '../session/session.config.js';

interface RenewalOverSocket {
  sessionId: string;
  epoch: number;
  /** When the lease runs out by this renewal (epoch ms). */
  expiresAt: number;
}

/** An agent renews every third of a lease: who has not done so after this share of it, and hung up, is most likely dead. */
const SILENT_SHARE = 0.6;
/** More than agents renew over one connection: what is older than a lease is of no use. */
const NOTED_AT_MOST = 256;

/**
 * The connections over which agents renew their leases. A process that dies closes them, which tells of its death long before its
 * leases run out; whoever lives renews over another one. Behind a proxy that keeps its own connections the leases are all there is.
 */
@Injectable()
export class AgentSockets implements BeforeApplicationShutdown {
  private readonly logger = new Logger(AgentSockets.name);
  private readonly noted = new WeakMap<EventEmitter, Map<string, RenewalOverSocket>>();
  private isLeaving = false;

  constructor(
    @Inject(ClaimRepository) private readonly claims: Pick<ClaimRepository, 'hasten'>,
    private readonly config: SessionConfig,
  ) {}

  renewedOver(socket: EventEmitter, renewal: RenewalOverSocket): void {
    const renewals = this.noted.get(socket) ?? this.watch(socket);
    renewals.set(renewal.sessionId, renewal);
    if (renewals.size > NOTED_AT_MOST) this.forgetOld(renewals);
  }

  /** Connections that we close ourselves say nothing of agents. */
  beforeApplicationShutdown(): void {
    this.isLeaving = true;
  }

  private watch(socket: EventEmitter): Map<string, RenewalOverSocket> {
    const renewals = new Map<string, RenewalOverSocket>();
    this.noted.set(socket, renewals);
    socket.once('close', () => this.closed(renewals));
    return renewals;
  }

  private closed(renewals: ReadonlyMap<string, RenewalOverSocket>): void {
    if (this.isLeaving) return;
    const now = Date.now();
    for (const { sessionId, epoch, expiresAt } of renewals.values()) {
      const sooner = expiresAt - Math.round((1 - SILENT_SHARE) * this.config.leaseMs);
      if (expiresAt <= now) continue;
      this.claims.hasten(sessionId, epoch, { from: expiresAt, to: sooner }).catch((error: unknown) => {
        this.logger.warn('a lease runs its full time', { sessionId, err: error });
      });
    }
  }

  private forgetOld(renewals: Map<string, RenewalOverSocket>): void {
    const now = Date.now();
    for (const [sessionId, { expiresAt }] of renewals) if (expiresAt <= now) renewals.delete(sessionId);
  }
}
