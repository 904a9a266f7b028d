import type { SessionSummary } from '#store';
import { personInLog } from '#telemetry';
import type { LogFields } from '#telemetry';

type Named = Pick<
  SessionSummary,
  'tenantId' | 'id' | 'conversationId' | 'agentId' | 'personIdentity' | 'room'
>;

/** What a session is called in every line that belongs to it. */
export function sessionLogFields(session: Named): LogFields {
  const { tenantId: tenant, id: sessionId, conversationId, agentId, personIdentity, room } = session;
  return { tenant, sessionId, conversationId, agentId, userId: personInLog(tenant, personIdentity), room };
}
