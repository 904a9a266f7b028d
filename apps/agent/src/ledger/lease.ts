import type { ClaimAnswer, EndReason } from '#conversation';
import type { ApiLine } from './api-line.js';
import type { LedgerClient } from './ledger.client.js';
import { LeaseSuperseded } from './ledger.errors.js';

const RENEW_EVERY_MS = 1_000;

interface LeaseListener {
  /** Another agent has the session, or it is over: fall silent at once. */
  lost(): void;
  /** The api wants the session ended in good order. */
  ending(reason: EndReason): void;
}

/**
 * Keeps a claimed session ours. An api that cannot be reached does not end the talk: only its word that the claim was
 * superseded does.
 */
export class Lease {
  private readonly released = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private dueAt = 0;
  private confirmedAt = performance.now();
  private isLost = false;
  private unwatch: (() => void) | undefined;

  constructor(
    private readonly ledger: Pick<LedgerClient, 'renew'>,
    private readonly line: Pick<ApiLine, 'whenCut'>,
    private readonly claim: Pick<ClaimAnswer, 'sessionId' | 'epoch' | 'leaseMs'>,
    private readonly listener: LeaseListener,
  ) {}

  /** Every second; and at once when the api may take this process for dead. */
  keep(): void {
    this.unwatch = this.line.whenCut(() => void this.renew());
    this.dueAt = performance.now();
    this.renewNext();
  }

  /**
   * Whether the session is still ours, for what cannot be taken back. Asks the api when it did not say so for as long as a lease
   * holds: this process may have been paused. Where the api cannot be reached nobody else has got it either.
   */
  async isOurs(): Promise<boolean> {
    if (performance.now() - this.confirmedAt >= this.claim.leaseMs) await this.renew();
    return !this.isLost;
  }

  release(): void {
    clearTimeout(this.timer);
    this.unwatch?.();
    this.released.abort();
  }

  /** On a beat of its own: what is late, because a renewal took long or this process stood still, comes at once. */
  private renewNext(): void {
    const now = performance.now();
    this.dueAt = Math.max(this.dueAt + RENEW_EVERY_MS, now);
    this.timer = setTimeout(() => void this.beat(), this.dueAt - now);
  }

  private async beat(): Promise<void> {
    await this.renew();
    if (!this.released.signal.aborted) this.renewNext();
  }

  /** Never rejects: a failed renewal is followed by the next. */
  private async renew(): Promise<void> {
    const { sessionId, epoch } = this.claim;
    try {
      const { ending } = await this.ledger.renew(sessionId, { epoch }, this.released.signal);
      this.confirmedAt = performance.now();
      if (this.released.signal.aborted) return;
      if (ending) this.listener.ending(ending);
    } catch (error) {
      if (this.released.signal.aborted) return;
      if (!(error instanceof LeaseSuperseded)) return;
      this.isLost = true;
      this.release();
      this.listener.lost();
    }
  }
}
