import { Injectable } from '@nestjs/common';
import { AuditRepository, UsageRepository } from '#store';
import { mayAny } from '../access/caller.js';
import { CurrentRequest } from '../audit/current-request.js';
import { LimitsConfig } from './limits.config.js';
import { BudgetUsedUp, MinutesUsedUp, TooManySessions } from './limits.errors.js';
import { MINUTE_MS } from './token-buckets.js';

const DAY_MS = 24 * 60 * MINUTE_MS;
/** Of a US dollar. */
const MICROS = 1e6;

/** Whose sessions are counted: all of a tenant, or those that were started from an address. */
interface Somebody {
  id: string;
  address?: string;
  whose: 'this tenant' | 'this address';
}

/**
 * How many sessions a tenant may have open, for how long it may talk and what it may spend; the first two of an address as well. The latter for those who only talk: who may operate sessions is a server
 * that starts them for many people.
 */
@Injectable()
export class SessionLimit {
  constructor(
    private readonly config: LimitsConfig,
    private readonly audits: AuditRepository,
    private readonly usage: UsageRepository,
    private readonly current: CurrentRequest,
  ) {}

  /** Looked at once, and in no transaction: what a start spends comes later. @throws BudgetUsedUp */
  async admitSpending(): Promise<void> {
    const { caller } = this.current.get() ?? {};
    const { tenantUsdADay } = this.config;
    if (!caller || caller.kind === 'development' || tenantUsdADay === undefined) return;
    const spent = await this.usage.knownCostMicros(caller.tenantId, Date.now() - DAY_MS);
    if (spent >= tenantUsdADay * MICROS) throw new BudgetUsedUp(tenantUsdADay);
  }

  /**
   * @returns for how many milliseconds another talk may last; Infinity where nothing limits it
   * @throws TooManySessions @throws MinutesUsedUp when the caller of the request at hand may not open another one.
   */
  async admitAnother(): Promise<number> {
    const { caller, ip } = this.current.get() ?? {};
    if (!caller || caller.kind === 'development') return Infinity;
    const { openSessions, tenantSessions, minutesADay, tenantMinutesADay } = this.config;
    const tenant = { id: caller.tenantId, whose: 'this tenant' } as const;
    await this.admitOpen(tenant, tenantSessions);
    const left = await this.minutesLeft(tenant, tenantMinutesADay);
    if (mayAny(caller, ['operate']) || ip === undefined) return left;
    const address = { id: caller.tenantId, address: ip, whose: 'this address' } as const;
    await this.admitOpen(address, openSessions);
    return Math.min(left, await this.minutesLeft(address, minutesADay));
  }

  private async admitOpen({ id, address, whose }: Somebody, limit: number | undefined): Promise<void> {
    if (limit === undefined) return;
    const open = await this.audits.countLiveSessions(id, address);
    if (open >= limit) throw new TooManySessions(limit, whose);
  }

  private async minutesLeft({ id, address, whose }: Somebody, limit: number | undefined): Promise<number> {
    if (limit === undefined) return Infinity;
    const now = Date.now();
    const talkedMs = await this.audits.talkedMs(id, { since: now - DAY_MS, now, address });
    const leftMs = limit * MINUTE_MS - talkedMs;
    if (leftMs <= 0) throw new MinutesUsedUp(limit, whose);
    return leftMs;
  }
}
