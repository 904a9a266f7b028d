import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { LimitsConfig } from './limits.config.js';
import type { Rate } from './limits.config.js';
import { TooManyRequests } from './limits.errors.js';
import { networkOf } from './network-of.js';
import { TokenBuckets } from './token-buckets.js';

/** About five megabytes when all of them are in use. */
const MAX_BUCKETS = 20_000;

/** How often a caller may ask: by key, by address where there is none, and by tenant. */
@Injectable()
export class RateLimiter {
  private readonly buckets = new TokenBuckets(MAX_BUCKETS);

  constructor(private readonly config: LimitsConfig) {}

  /** @throws TooManyRequests */
  admit(caller: Caller, address: string | undefined): void {
    if (caller.kind === 'development') return;
    // Whoever may not go on by themselves takes nothing from the others of their tenant.
    if (caller.kind === 'anonymous') this.admitStranger(address);
    else this.take(`key ${caller.tenantId} ${caller.keyName}`, this.config.aKey(caller.requestsPerMinute));
    const { aTenant } = this.config;
    if (aTenant) this.take(`tenant ${caller.tenantId}`, aTenant);
  }

  /** Somebody who showed no credential, or a wrong one. @throws TooManyRequests */
  admitStranger(address: string | undefined): void {
    this.take(`address ${networkOf(address ?? '')}`, this.config.anAddress);
  }

  private take(name: string, rate: Rate): void {
    const waitMs = this.buckets.take(name, rate);
    if (waitMs > 0) throw new TooManyRequests(waitMs);
  }
}
