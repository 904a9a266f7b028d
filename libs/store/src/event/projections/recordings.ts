import { insertAudit } from '../../audit/insert-audit.js';
import { fromJson, toJson } from '../../database/json.js';
import type { RecordingState } from '../../recording/recording.records.js';
import { Segments } from '../../recording/recording.rows.js';
import type { Store } from '../../store.js';
import { ofType } from '../accepted-event.js';
import type { AcceptedEvent, TypedEvent } from '../accepted-event.js';

/**
 * What agents tell of recordings, in any order: a piece may come after the end where the way to its place was long. Of a recording
 * that was refused nothing is added, and of one that was erased nothing comes back.
 *
 * @param keepMs how long recordings are kept; null for as long as their conversation
 */
export async function projectRecordings(
  store: Store,
  events: readonly AcceptedEvent[],
  keepMs: number | null,
): Promise<void> {
  for (const event of ofType(events, 'recording.started')) await begin(store, event, keepMs);
  for (const event of ofType(events, 'recording.segment')) await extend(store, event);
  for (const event of ofType(events, 'recording.stopped')) await stop(store, event);
}

async function begin(
  store: Store,
  { stored, payload, at }: TypedEvent<'recording.started'>,
  keepMs: number | null,
): Promise<void> {
  await store.db
    .insertInto('recording')
    .values({
      tenant_id: stored.tenantId,
      id: payload.recordingId,
      conversation_id: stored.conversationId,
      session_id: stored.sessionId,
      state: 'recording',
      consented_at: at,
      notice: payload.notice,
      location: payload.location,
      segments: toJson([]),
      duration_ms: 0,
      bytes: 0,
      started_at: at,
      keep_until: keepMs === null ? null : at + keepMs,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
    .execute();
  await audit(store, { stored, payload, at }, {});
}

async function extend(store: Store, { stored, payload }: TypedEvent<'recording.segment'>): Promise<void> {
  const { recordingId, name, startMs, durationMs, bytes } = payload;
  const segment = { name, startMs, durationMs, bytes };
  const row = await store
    .lock(
      store.db
        .selectFrom('recording')
        .select(['segments', 'state', 'duration_ms', 'bytes'])
        .where('tenant_id', '=', stored.tenantId)
        .where('session_id', '=', stored.sessionId)
        .where('id', '=', recordingId),
    )
    .executeTakeFirst();
  if (!row || row.state === 'refused') return;
  const before = fromJson(Segments, row.segments);
  if (before.some(({ name }) => name === segment.name)) return;
  const segments = [...before, segment].sort((a, b) => a.startMs - b.startMs);
  await store.db
    .updateTable('recording')
    .set({
      segments: toJson(segments),
      duration_ms: Math.max(row.duration_ms, segment.startMs + segment.durationMs),
      bytes: row.bytes + segment.bytes,
    })
    .where('tenant_id', '=', stored.tenantId)
    .where('id', '=', recordingId)
    .execute();
}

async function stop(store: Store, event: TypedEvent<'recording.stopped'>): Promise<void> {
  const { stored, payload, at } = event;
  const isRefused = payload.reason === 'refused';
  const over = isRefused
    ? ({ state: 'refused', ended_at: at, keep_until: at } as const)
    : ({ state: 'ended', ended_at: at } as const);
  const from: RecordingState[] = isRefused ? ['recording', 'ended'] : ['recording'];
  const { numUpdatedRows } = await store.db
    .updateTable('recording')
    .set(over)
    .where('tenant_id', '=', stored.tenantId)
    .where('session_id', '=', stored.sessionId)
    .where('id', '=', payload.recordingId)
    .where('state', 'in', from)
    .executeTakeFirst();
  if (numUpdatedRows === 0n && isRefused) await refuseAhead(store, event);
  await audit(store, event, { reason: payload.reason });
}

/** It never began: who takes the talk over must know why. */
async function refuseAhead(store: Store, event: TypedEvent<'recording.stopped'>): Promise<void> {
  const { stored, payload, at } = event;
  await store.db
    .insertInto('recording')
    .values({
      tenant_id: stored.tenantId,
      id: payload.recordingId,
      conversation_id: stored.conversationId,
      session_id: stored.sessionId,
      state: 'refused',
      location: payload.location,
      segments: toJson([]),
      duration_ms: 0,
      bytes: 0,
      started_at: at,
      ended_at: at,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doNothing())
    .execute();
}

async function audit(
  store: Store,
  {
    stored,
    payload,
    at,
  }: Pick<TypedEvent<'recording.started' | 'recording.stopped'>, 'stored' | 'payload' | 'at'>,
  detail: Record<string, unknown>,
): Promise<void> {
  await insertAudit(store, {
    tenantId: stored.tenantId,
    actor: 'agent',
    action: stored.type,
    subjectType: 'recording',
    subjectId: payload.recordingId,
    detail: { ...detail, sessionId: stored.sessionId },
    address: null,
    requestId: null,
    at,
  });
}
