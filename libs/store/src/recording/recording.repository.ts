import { Injectable } from '@nestjs/common';
import { toJson } from '../database/json.js';
import { ENDED } from '../session/session.rows.js';
import { Store } from '../store.js';
import type { RecordingRecord } from './recording.records.js';
import { toRecording } from './recording.rows.js';

/** What was recorded of talks. Rows are made and filled by events; the sound lies elsewhere. */
@Injectable()
export class RecordingRepository {
  constructor(private readonly store: Store) {}

  /** Of a conversation, or of one session in it; oldest first. */
  async list(tenantId: string, conversationId: string, sessionId?: string): Promise<RecordingRecord[]> {
    let query = this.store.db
      .selectFrom('recording')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('conversation_id', '=', conversationId);
    if (sessionId !== undefined) query = query.where('session_id', '=', sessionId);
    return (await query.orderBy('started_at').orderBy('id').execute()).map(toRecording);
  }

  /** What the person said in that session to being recorded; null when they were not told yet. */
  async consentIn(tenantId: string, sessionId: string): Promise<'given' | 'refused' | null> {
    const rows = await this.store.db
      .selectFrom('recording')
      .select('state')
      .where('tenant_id', '=', tenantId)
      .where('session_id', '=', sessionId)
      .execute();
    if (rows.some(({ state }) => state === 'refused')) return 'refused';
    return rows.length > 0 ? 'given' : null;
  }

  /** Undefined when there is none, or none any more. */
  async stateOf(tenantId: string, id: string): Promise<RecordingRecord['state'] | undefined> {
    const row = await this.store.db
      .selectFrom('recording')
      .select('state')
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.state;
  }

  /** Those whose time is over, of sessions that are over or whose person refused. */
  async due(now: number, limit: number): Promise<RecordingRecord[]> {
    const rows = await this.store.db
      .selectFrom('recording')
      .innerJoin('session', (join) =>
        join
          .onRef('session.tenant_id', '=', 'recording.tenant_id')
          .onRef('session.id', '=', 'recording.session_id'),
      )
      .selectAll('recording')
      .where('keep_until', 'is not', null)
      .where('keep_until', '<=', now)
      .where((eb) => eb.or([eb('session.state', '=', ENDED), eb('recording.state', '=', 'refused')]))
      .orderBy('keep_until')
      .limit(limit)
      .execute();
    return rows.map(toRecording);
  }

  /** False when it is gone already. */
  async remove({ tenantId, id }: Pick<RecordingRecord, 'tenantId' | 'id'>): Promise<boolean> {
    const { numDeletedRows } = await this.store.write(() =>
      this.store.db
        .deleteFrom('recording')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    return numDeletedRows > 0n;
  }

  /** Its sound is gone; that there was one, and that the person refused, stays known. */
  async markEmpty({ tenantId, id }: Pick<RecordingRecord, 'tenantId' | 'id'>): Promise<void> {
    await this.store.write(() =>
      this.store.db
        .updateTable('recording')
        .set({ segments: toJson([]), bytes: 0, duration_ms: 0, keep_until: null })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .execute(),
    );
  }
}
