import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { fromJson, toJson } from '../database/json.js';
import { Store } from '../store.js';
import type { LivekitEventRecord, NewLivekitEvent } from './livekit-event.records.js';

const Payload = z.record(z.string(), z.unknown());

/** What LiveKit told us: kept before it is answered, worked on afterwards, known again when it comes twice. */
@Injectable()
export class LivekitEventRepository {
  constructor(private readonly store: Store) {}

  /** False when it is here already. */
  async add(event: NewLivekitEvent): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.store.write(() =>
      this.store.db
        .insertInto('livekit_event')
        .values({
          tenant_id: event.tenantId,
          id: event.id,
          event: event.event,
          room: event.room,
          participant: event.participant,
          payload: toJson(event.payload),
          at: event.at,
          received_at: event.receivedAt,
          processed_at: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirstOrThrow(),
    );
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  /** Those nobody has worked on yet, oldest first. */
  async waiting(limit: number): Promise<LivekitEventRecord[]> {
    const rows = await this.store.db
      .selectFrom('livekit_event')
      .selectAll()
      .where('processed_at', 'is', null)
      .orderBy('received_at')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      id: row.id,
      tenantId: row.tenant_id,
      event: row.event,
      room: row.room,
      participant: row.participant,
      payload: fromJson(Payload, row.payload),
      at: row.at,
      receivedAt: row.received_at,
    }));
  }

  /** When LiveKit told the last thing that is still kept; null when there is nothing. */
  async lastReceivedAt(): Promise<number | null> {
    const row = await this.store.db
      .selectFrom('livekit_event')
      .select('received_at')
      .orderBy('received_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.received_at ?? null;
  }

  async markProcessed(id: string, at: number): Promise<void> {
    await this.store.write(() =>
      this.store.db
        .updateTable('livekit_event')
        .set({ processed_at: at })
        .where('id', '=', id)
        .where('processed_at', 'is', null)
        .execute(),
    );
  }

  /** Forgets what came before `receivedBefore` and was worked on. Returns how many. */
  async forget(receivedBefore: number): Promise<number> {
    const { numDeletedRows } = await this.store.write(() =>
      this.store.db
        .deleteFrom('livekit_event')
        .where('received_at', '<', receivedBefore)
        .where('processed_at', 'is not', null)
        .executeTakeFirst(),
    );
    return Number(numDeletedRows);
  }
}
