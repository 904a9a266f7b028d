import type { TriggerCause } from '#conversation';
import type { Selectable } from 'kysely';
import type { SessionTable } from '../database/tables.js';

export const CAUSE_COLUMNS = [
  'tenant_id',
  'id',
  'conversation_id',
  'agent_id',
  'room',
  'door',
  'started_at',
  'end_reason',
] as const satisfies readonly (keyof SessionTable)[];

export type CauseRow = Pick<Selectable<SessionTable>, (typeof CAUSE_COLUMNS)[number]>;

/** Once a session, however many agents take it one after the other. */
export function sessionStarted(row: Omit<CauseRow, 'end_reason' | 'started_at'>, at: number): TriggerCause {
  return { ...common(row), on: 'session.started', at, facts: { door: row.door, room: row.room } };
}

/** Of the row as it is with its end. */
export function sessionEnded(row: CauseRow, at: number): TriggerCause {
  const { door, room, end_reason: reason, started_at: startedAt } = row;
  return {
    ...common(row),
    on: 'session.ended',
    at,
    facts: {
      door,
      room,
      reason: reason ?? 'error',
      durationS: startedAt === null ? null : Math.max(0, Math.round((at - startedAt) / 1_000)),
    },
  };
}

function common(row: Pick<CauseRow, 'tenant_id' | 'id' | 'conversation_id' | 'agent_id'>) {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    sessionId: row.id,
    conversationId: row.conversation_id,
    agentId: row.agent_id,
  };
}
