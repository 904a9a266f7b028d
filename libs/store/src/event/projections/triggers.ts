import type { TriggerCause } from '#conversation';
import { sessionEnded, sessionStarted } from '../../workflow/session-causes.js';
import type { Triggers } from '../../workflow/triggers.js';
import { ofType } from '../accepted-event.js';
import type { AcceptedEvent } from '../accepted-event.js';
import type { EndedSession } from './sessions.js';

/** What agents tell sets workflows off, in the transaction of the event. @returns how many deliveries came of it */
export function projectTriggers(
  triggers: Triggers,
  events: readonly AcceptedEvent[],
  ended: readonly EndedSession[],
  now: number,
): Promise<number> {
  const causes: TriggerCause[] = [
    ...ofType(events, 'session.started').map(({ session, at }) => sessionStarted(session.row, at)),
    ...ofType(events, 'message.added').map((event) => ({
      ...commonOf(event),
      on: 'keyword' as const,
      facts: {
        messageId: event.stored.id,
        role: event.payload.role,
        text: event.payload.heardText ?? event.payload.text,
      },
    })),
    ...ofType(events, 'tool.called').map((event) => ({
      ...commonOf(event),
      on: 'tool.called' as const,
      facts: {
        callId: event.payload.callId,
        name: event.payload.name,
        arguments: event.payload.arguments,
      },
    })),
    ...ended.map(({ row, at }) => sessionEnded(row, at)),
  ];
  return triggers.fire(causes, now);
}

function commonOf({ stored, session, at }: AcceptedEvent) {
  return {
    tenantId: stored.tenantId,
    id: stored.id,
    at,
    sessionId: stored.sessionId,
    conversationId: stored.conversationId,
    agentId: session.row.agent_id,
  };
}
