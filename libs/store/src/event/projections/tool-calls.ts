import type { Store } from '../../store.js';
import { ofType } from '../accepted-event.js';
import type { AcceptedEvent } from '../accepted-event.js';
import { toJson } from '../../database/json.js';

const KEY = ['tenant_id', 'session_id', 'epoch', 'call_id'] as const;

/** Calls and their ends meet in one row, whichever comes first. */
export async function projectToolCalls(store: Store, events: readonly AcceptedEvent[]): Promise<void> {
  await projectCalled(store, events);
  await projectFinished(store, events);
}

async function projectCalled({ db }: Store, events: readonly AcceptedEvent[]): Promise<void> {
  const rows = ofType(events, 'tool.called').map(({ stored, payload, at }) => ({
    ...keyOf(stored, payload),
    arguments: toJson(payload.arguments),
    idempotency_key: payload.idempotencyKey,
    deadline_ms: payload.deadlineMs,
    called_at: at,
  }));
  if (!rows.length) return;
  await db
    .insertInto('tool_call')
    .values(onePerCall(rows))
    .onConflict((conflict) =>
      conflict.columns(KEY).doUpdateSet((eb) => ({
        arguments: eb.ref('excluded.arguments'),
        idempotency_key: eb.ref('excluded.idempotency_key'),
        deadline_ms: eb.ref('excluded.deadline_ms'),
        called_at: eb.ref('excluded.called_at'),
      })),
    )
    .execute();
}

async function projectFinished({ db }: Store, events: readonly AcceptedEvent[]): Promise<void> {
  const rows = ofType(events, 'tool.finished').map(({ stored, payload, at }) => ({
    ...keyOf(stored, payload),
    outcome: payload.outcome,
    result: payload.result,
    duration_ms: payload.durationMs,
    finished_at: at,
  }));
  if (!rows.length) return;
  await db
    .insertInto('tool_call')
    .values(onePerCall(rows))
    .onConflict((conflict) =>
      conflict.columns(KEY).doUpdateSet((eb) => ({
        outcome: eb.ref('excluded.outcome'),
        result: eb.ref('excluded.result'),
        duration_ms: eb.ref('excluded.duration_ms'),
        finished_at: eb.ref('excluded.finished_at'),
      })),
    )
    .execute();
}

type CallKey = ReturnType<typeof keyOf>;

function keyOf(stored: AcceptedEvent['stored'], { callId, name }: { callId: string; name: string }) {
  return {
    tenant_id: stored.tenantId,
    session_id: stored.sessionId,
    epoch: stored.epoch,
    call_id: callId,
    name,
  };
}

/** One statement must not touch a row twice. An id that a vendor used again is the newer call. */
function onePerCall<Row extends CallKey>(rows: readonly Row[]): Row[] {
  const byCall = new Map(rows.map((row) => [JSON.stringify([row.session_id, row.epoch, row.call_id]), row]));
  return [...byCall.values()];
}
