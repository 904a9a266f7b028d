import { Injectable } from '@nestjs/common';
import { AuditRepository } from '#store';
import { mayAny } from '../access/caller.js';
import { CurrentRequest } from '../audit/current-request.js';
import { LimitsConfig } from './limits.config.js';
import { TooManySessions } from './limits.errors.js';

/**
 * How many sessions a tenant may have open, and an address. The latter for those who only talk: who may operate sessions is a server
 * that starts them for many people.
 */
@Injectable()
export class SessionLimit {
  constructor(
    private readonly config: LimitsConfig,
    private readonly audits: AuditRepository,
    private readonly current: CurrentRequest,
  ) {}

  /** @throws TooManySessions when the caller of the request at hand may not open another one. */
  async admitAnother(): Promise<void> {
    const { caller, ip } = this.current.get() ?? {};
    if (!caller || caller.kind === 'development') return;
    const { openSessions, tenantSessions } = this.config;
    if (tenantSessions !== undefined) {
      const open = await this.audits.countLiveSessions(caller.tenantId);
      if (open >= tenantSessions) throw new TooManySessions(tenantSessions, 'this tenant');
    }
    if (mayAny(caller, ['operate']) || ip === undefined) return;
    const open = await this.audits.countLiveSessions(caller.tenantId, ip);
    if (open >= openSessions) throw new TooManySessions(openSessions, 'this address');
  }
}
