import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
// Declares `id` on every request.
import type {} from 'pino-http';
import { AuditRepository } from '#store';
import type { SessionKey } from '#store';
import { CurrentRequest } from './current-request.js';

/** What we do of our own accord. */
const OURSELVES = 'parley';

export interface AuditDetail {
  /** Who did it, when that is not the caller of the request. */
  actor?: string;
  detail?: Record<string, unknown>;
}

/** Who changed what, from where. Record inside `Store.write` together with the change. No speech and no secrets. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly audits: AuditRepository,
    private readonly current: CurrentRequest,
  ) {}

  /** @param action The kind of thing and what was done to it: `session.stopped`. */
  async record(
    action: `${string}.${string}`,
    { tenantId, id }: SessionKey,
    { actor, detail = {} }: AuditDetail = {},
  ): Promise<void> {
    const request = this.current.get();
    const [subjectType = ''] = action.split('.', 1);
    await this.audits.add({
      tenantId,
      actor: actor ?? actorOf(request),
      action,
      subjectType,
      subjectId: id,
      detail,
      address: request?.ip ?? null,
      requestId: typeof request?.id === 'string' ? request.id : null,
      at: Date.now(),
    });
  }
}

function actorOf(request: Request | undefined): string {
  const caller = request?.caller;
  if (!caller) return OURSELVES;
  return caller.kind === 'key' ? `key:${caller.keyName}` : caller.keyName;
}
