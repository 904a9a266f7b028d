import type { SessionSummary, SessionUsage } from '#store';
import type { AgentDefinition } from '#conversation';
import type { DefinitionDto } from './definition/definition.dto.js';
import type { SessionSummaryDto, SessionUsageDto } from './session.dto.js';

/** A session as callers see it. */
export function sessionView(session: SessionSummary): SessionSummaryDto {
  const { id, conversationId, room, state, endReason, people } = session;
  return {
    id,
    conversationId,
    roomName: room,
    status: state,
    endReason,
    agent: {
      id: session.agentId,
      version: session.agentVersion,
      definitionHash: session.definitionHash,
    },
    createdAt: new Date(session.createdAt).toISOString(),
    startedAt: isoTime(session.startedAt),
    endedAt: isoTime(session.endedAt),
    people: people.map(({ identity, name, joinedAt, leftAt }) => ({
      identity,
      name,
      joinedAt: isoTime(joinedAt),
      leftAt: isoTime(leftAt),
    })),
  };
}

export function usageView({ costMicros, ...usage }: SessionUsage): SessionUsageDto {
  return { ...usage, cost: costMicros === null ? null : costMicros / 1e6 };
}

/** What the agent is told is the operator's: the person it talks with does not read it. */
export function definitionView(
  { schemaVersion: _, instructions, ...definition }: AgentDefinition,
  withInstructions: boolean,
): DefinitionDto {
  return { ...definition, ...(withInstructions && { instructions }) };
}

function isoTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
