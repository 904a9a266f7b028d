import type { Store } from '../../store.js';
import { ofType } from '../accepted-event.js';
import type { AcceptedEvent } from '../accepted-event.js';

const KEY = ['tenant_id', 'session_id', 'epoch', 'call_id'] as const;

/** Calls and their ends meet in one row, whichever comes first. */
export async function projectToolCalls({ db }: Store, events: readonly AcceptedEvent[]): Promise<void> {
  for (const { stored, payload, at } of ofType(events, 'tool.called')) {
    const called = {
      arguments: JSON.stringify(payload.arguments),
      idempotency_key: payload.idempotencyKey,
      deadline_ms: payload.deadlineMs,
      called_at: at,
    };
    await db
      .insertInto('tool_call')
      .values({ ...keyOf(stored, payload), ...called })
      .onConflict((conflict) => conflict.columns(KEY).doUpdateSet(called))
      .execute();
  }
  for (const { stored, payload, at } of ofType(events, 'tool.finished')) {
    const finished = {
      outcome: payload.outcome,
      result: payload.result,
      duration_ms: payload.durationMs,
      finished_at: at,
    };
    await db
      .insertInto('tool_call')
      .values({ ...keyOf(stored, payload), ...finished })
      .onConflict((conflict) => conflict.columns(KEY).doUpdateSet(finished))
      .execute();
  }
}

function keyOf(stored: AcceptedEvent['stored'], { callId, name }: { callId: string; name: string }) {
  return {
    tenant_id: stored.tenantId,
    session_id: stored.sessionId,
    epoch: stored.epoch,
    call_id: callId,
    name,
  };
}
