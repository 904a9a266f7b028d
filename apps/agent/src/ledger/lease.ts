import type { ClaimAnswer, EndReason } from '#conversation';
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

  constructor(
    private readonly ledger: Pick<LedgerClient, 'renew'>,
    private readonly claim: Pick<ClaimAnswer, 'sessionId' | 'epoch'>,
    private readonly listener: LeaseListener,
  ) {}

  keep(): void {
    this.timer = setTimeout(() => void this.renew(), RENEW_EVERY_MS);
  }

  release(): void {
    clearTimeout(this.timer);
    this.released.abort();
  }

  /** Never rejects: a failed renewal is followed by the next. */
  private async renew(): Promise<void> {
    const { sessionId, epoch } = this.claim;
    try {
      const { ending } = await this.ledger.renew(sessionId, { epoch }, this.released.signal);
      if (this.released.signal.aborted) return;
      if (ending) this.listener.ending(ending);
    } catch (error) {
      if (this.released.signal.aborted) return;
      if (error instanceof LeaseSuperseded) {
        this.release();
        this.listener.lost();
        return;
      }
    }
    this.keep();
  }
}
