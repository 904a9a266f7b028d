import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { LimitsConfig } from './limits.config.js';
import type { Rate } from './limits.config.js';
import { TooManyRequests } from './limits.errors.js';
import { networkOf } from './network-of.js';
import { SharedBuckets } from './shared-buckets.js';

/** How often a caller may ask: by key, by address where there is none, and by tenant. */
@Injectable()
export class RateLimiter {
  constructor(
    private readonly config: LimitsConfig,
    private readonly buckets: SharedBuckets,
  ) {}

  /**
   * @param address Asked only of those who have no name: behind proxies it is found anew each time.
   * @throws TooManyRequests
   */
  async admit(caller: Caller, address: () => string | undefined): Promise<void> {
    if (caller.kind === 'development') return;
    // Whoever may not go on by themselves takes nothing from the others of their tenant.
    if (caller.kind === 'anonymous') await this.admitStranger(address());
    else
      await this.take(`key ${caller.tenantId} ${caller.keyName}`, this.config.aKey(caller.requestsPerMinute));
    const { aTenant } = this.config;
    if (aTenant) await this.take(`tenant ${caller.tenantId}`, aTenant);
  }

  /** Somebody who showed no credential, or a wrong one. @throws TooManyRequests */
  admitStranger(address: string | undefined): Promise<void> {
    return this.take(`address ${networkOf(address ?? '')}`, this.config.anAddress);
  }

  private async take(name: string, rate: Rate): Promise<void> {
    const waitMs = await this.buckets.take(name, rate);
    if (waitMs > 0) throw new TooManyRequests(waitMs);
  }
}
