import { Injectable } from '@nestjs/common';
import { deferralReason, deferredAnswer, failureAnswer } from '#crm';
import type { DeferredQuote, Lead } from '#crm';
import type { ToolAnswer, ToolCall } from '#talk';
import { answer } from './answer.js';
import type { RoomReach } from './reach.js';

/** How long somebody on the line is kept waiting for the CRM, before they are told that it will be done later. */
const PATIENCE_MS = 8_000;

export type Creation = { kind: 'lead'; body: Lead } | { kind: 'quote'; body: DeferredQuote };

/** Whoever has the session now does what is left to do in it. */
class SessionLost extends Error {
  override readonly name = 'SessionLost';
}

/** Brings leads and quotes to the CRM, and hands what it does not take to the api, which brings it there later. */
@Injectable()
export class Deferrals {
  /** By talk: what was promised once is not done a second time, whether the model heard the promise or was interrupted. */
  private readonly promised = new WeakMap<object, Map<string, ToolAnswer>>();

  async attempt(
    creation: Creation,
    call: ToolCall<RoomReach>,
    create: (options: { idempotencyKey: string; signal: AbortSignal }) => Promise<ToolAnswer>,
  ): Promise<ToolAnswer> {
    const promised = this.ofTalk(call.reach);
    const name = nameOf(creation);
    const before = promised.get(name);
    if (before) return before;
    if (!(await call.reach.isOurs())) throw new SessionLost();
    const { idempotencyKey } = call;
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(PATIENCE_MS)]);
    try {
      return await create({ idempotencyKey, signal });
    } catch (error) {
      // Given up by us, or by a person who hung up: what they told us counts. A creation that may have gone out to a CRM without
      // idempotency is told by an error of its own.
      const because = error === signal.reason ? 'unavailable' : deferralReason(error);
      if (because === undefined) return answer(failureAnswer(error));
      const { kind, body } = creation;
      call.report('crm.deferred', { kind, idempotencyKey, because, body: { ...body } });
      const promise = answer(deferredAnswer(kind, because));
      promised.set(name, promise);
      return promise;
    }
  }

  private ofTalk(reach: object): Map<string, ToolAnswer> {
    const known = this.promised.get(reach) ?? new Map<string, ToolAnswer>();
    this.promised.set(reach, known);
    return known;
  }
}

/** What makes two creations the same; the model words the rest anew each time. */
function nameOf({ kind, body }: Creation): string {
  return kind === 'lead'
    ? JSON.stringify([kind, body.name, body.phone, body.email])
    : JSON.stringify([kind, body.customerName, body.packageId, body.travellers]);
}
