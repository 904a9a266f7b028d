import { Injectable } from '@nestjs/common';
import { AuditRepository } from '#store';
import { mayAny } from '../access/caller.js';
import { CurrentRequest } from '../audit/current-request.js';
import { LimitsConfig } from './limits.config.js';
import { TooManySessions } from './limits.errors.js';

/**
 * How many sessions an address may have open. For those who only talk: who may operate sessions is a server that starts them for
 * many people.
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
    const request = this.current.get();
    if (!request?.caller || mayAny(request.caller, ['operate']) || request.ip === undefined) return;
    const { openSessions } = this.config;
    const open = await this.audits.countLiveSessionsFrom(request.caller.tenantId, request.ip);
    if (open >= openSessions) throw new TooManySessions(openSessions);
  }
}
