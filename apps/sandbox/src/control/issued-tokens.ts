import { randomBytes } from 'node:crypto';
import type { VendorFaults } from './vendor-faults.js';

/** Short-lived tokens of one vendor. A token carries its own times, so that one given out before a restart still works. */
export class IssuedTokens {
  constructor(
    /** Marks a token as ours wherever it turns up. */
    private readonly prefix: string,
    private readonly faults: VendorFaults,
    private readonly now: () => number = Date.now,
  ) {}

  mint(ttlSeconds: number): string {
    const expiresAtMs = this.now() + ttlSeconds * 1_000;
    const times = [this.faults.issueTime(), expiresAtMs].map((ms) => ms.toString(36));
    return [`${this.prefix}${times.join('_')}`, randomBytes(12).toString('hex')].join('_');
  }

  /** Whether it is one of ours, in whatever state. */
  owns(token: string): boolean {
    return token.startsWith(this.prefix);
  }

  /** Whether it opens anything now. */
  accepts(token: string): boolean {
    const [issuedAt = '', expiresAt = ''] = token.slice(this.prefix.length).split('_');
    const expiresAtMs = parseInt(expiresAt, 36);
    return this.owns(token) && expiresAtMs > this.now() && this.faults.accepts(parseInt(issuedAt, 36));
  }
}
