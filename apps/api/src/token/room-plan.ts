import { RoomConfiguration } from 'livekit-server-sdk';
import { z } from 'zod';
import { BadInput } from '#problem';

/** What a client says to the agent it asks for; more may be in it, and is not ours to read. */
const AgentWish = z.object({ agentId: z.string().min(1).max(256).optional() });
export type AgentWish = z.infer<typeof AgentWish>;

/** What a client wants of a room: one of our agents, and what LiveKit is to be told. */
export interface RoomPlan {
  /** Our agent is wanted. It never goes through LiveKit: its job would then say whatever the client wrote. */
  agent?: AgentWish;
  /** For LiveKit, when it makes the room. */
  rest?: RoomConfiguration;
}

/** Reads `room_config` as LiveKit does, in snake_case and camelCase. @throws BadInput */
export function planRoom(given: Record<string, unknown> | undefined, agentName: string): RoomPlan {
  if (!given) return {};
  const config = read(given);
  if (config.egress) throw refusal('room_config.egress', 'is not open to tokens: nobody is recorded unasked');
  const ours = config.agents.find((agent) => agent.agentName === agentName);
  if (!ours) return { rest: config };
  const others = config.agents.filter((agent) => agent.agentName !== agentName);
  if (others.length) {
    throw refusal('room_config.agents', `must not name others beside ${agentName}, which has its room alone`);
  }
  return { agent: wishOf(ours.metadata) };
}

function read(given: Record<string, unknown>): RoomConfiguration {
  try {
    const json = JSON.stringify(given);
    return RoomConfiguration.fromJsonString(json, { ignoreUnknownFields: true });
  } catch {
    throw refusal('room_config', 'must be a room configuration as LiveKit defines it');
  }
}

/** Undefined fields and text that is no JSON ask for nothing in particular. */
function wishOf(metadata: string): AgentWish {
  try {
    return AgentWish.parse(JSON.parse(metadata));
  } catch {
    return {};
  }
}

function refusal(field: string, complaint: string): BadInput {
  return new BadInput([{ field, message: `${field} ${complaint}` }]);
}
