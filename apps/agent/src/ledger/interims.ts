import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { INTERIM_LIMITS } from '#conversation';
import type { Interim } from '#conversation';
import { LedgerClient } from './ledger.client.js';

/** Nobody reads faster than words change. */
const EVERY_MS = 150;
/** Of so many speakers the newest words wait; more than talk in one process. */
const WAIT_AT_MOST = 1_000;

/**
 * What is being said in the sessions of this process, on its way to the api: of every speaker the newest words alone, all of them
 * together and so often at most. What does not get there is let go, since the next ones say more.
 */
@Injectable()
export class Interims implements OnApplicationShutdown {
  private readonly waiting = new Map<string, Interim>();
  private readonly closing = new AbortController();
  private number = 0;
  private timer: NodeJS.Timeout | undefined;
  private mayGoAt = 0;

  constructor(@Inject(LedgerClient) private readonly ledger: Pick<LedgerClient, 'hear'>) {}

  put(interim: Omit<Interim, 'number'>): void {
    const { sessionId, role, participant } = interim;
    const speaker = JSON.stringify([sessionId, role, participant]);
    const isFull = this.waiting.size >= WAIT_AT_MOST && !this.waiting.has(speaker);
    if (isFull || this.closing.signal.aborted) return;
    this.waiting.delete(speaker); // the newest words go to the end of the line
    this.waiting.set(speaker, { ...interim, number: ++this.number });
    this.sendSoon();
  }

  onApplicationShutdown(): void {
    clearTimeout(this.timer);
    this.closing.abort();
  }

  private sendSoon(): void {
    this.timer ??= setTimeout(() => void this.send(), Math.max(0, this.mayGoAt - performance.now()));
  }

  /** One at a time. Never rejects. */
  private async send(): Promise<void> {
    this.mayGoAt = performance.now() + EVERY_MS;
    const next = [...this.waiting].slice(0, INTERIM_LIMITS.maxInterims);
    for (const [speaker] of next) this.waiting.delete(speaker);
    const interims = next.map(([, interim]) => interim);
    await this.ledger.hear(interims, this.closing.signal).catch(() => undefined);
    this.timer = undefined;
    if (this.waiting.size > 0 && !this.closing.signal.aborted) this.sendSoon();
  }
}
