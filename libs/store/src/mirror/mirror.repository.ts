import { Injectable } from '@nestjs/common';
import { newId } from '#conversation';
import { fromJson, toJson } from '../database/json.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import type { SessionKey } from '../session/session.records.js';
import { Store } from '../store.js';
import type { SessionNews } from '../store.js';
import { MirrorPart } from './mirror.records.js';
import type { MirroredMessage } from './mirror.records.js';

/**
 * What other backends are to be told of sessions, through the outbox. A session has at most two items that are not delivered: one that
 * is being delivered, and one that waits for it and grows. So its news keep their order, and the outbox its size, however long the
 * other side is away.
 */
@Injectable()
export class MirrorRepository {
  constructor(
    private readonly store: Store,
    private readonly outbox: OutboxRepository,
  ) {}

  /** A part of the transaction of what happened. */
  async note(kind: string, { tenantId, sessionId, said, ended }: SessionNews, now: number): Promise<void> {
    const last = await this.lastUndelivered(kind, tenantId, sessionId);
    if (last?.state === 'blocked') {
      const waiting = fromJson(MirrorPart, last.payload);
      await this.store.db
        .updateTable('outbox')
        .set({
          payload: toJson({ ...waiting, said: both(waiting.said, said), ended: waiting.ended || ended }),
        })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', last.id)
        .execute();
      return;
    }
    const id = newId();
    await this.outbox.add({
      tenantId,
      id,
      kind,
      key: id,
      sessionId,
      conversationId: null,
      payload: { said, ended, refused: 0 } satisfies MirrorPart,
      state: last ? 'blocked' : 'pending',
      error: null,
      dependsOn: last?.id ?? null,
      now,
    });
  }

  /** What was said from a place to another, oldest first. */
  async messages(
    { tenantId, id }: SessionKey,
    { from, to }: { from: number; to: number },
    limit: number,
  ): Promise<MirroredMessage[]> {
    const rows = await this.store.db
      .selectFrom('message')
      .select(['seq', 'role', 'text', 'heard_text'])
      .where('tenant_id', '=', tenantId)
      .where('session_id', '=', id)
      .where('seq', '>=', from)
      .where('seq', '<=', to)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map(({ seq, role, text, heard_text }) => ({ seq, role, text: heard_text ?? text }));
  }

  /** Locked: it is not delivered before there is something that waits for it. */
  private lastUndelivered(kind: string, tenantId: string, sessionId: string) {
    const undelivered = this.store.db
      .selectFrom('outbox')
      .select(['id', 'state', 'payload'])
      .where('tenant_id', '=', tenantId)
      .where('session_id', '=', sessionId)
      .where('kind', '=', kind)
      .where('state', 'in', ['pending', 'blocked'])
      .orderBy('state') // one that waits is the last
      .limit(1);
    return this.store.lock(undelivered).executeTakeFirst();
  }
}

function both(a: MirrorPart['said'], b: MirrorPart['said']): MirrorPart['said'] {
  if (!a || !b) return a ?? b;
  return { from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
}
