export const SESSION_STATES = ['created', 'waiting', 'active', 'ending', 'ended'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** Why a session ended. Grows by addition only: clients and reports match on these words. */
export const END_REASONS = [
  'user_left',
  'user_hung_up',
  'agent_ended',
  'stopped',
  'max_duration',
  'idle',
  'budget',
  'provider_failed',
  'agent_lost',
  'no_capacity',
  'replaced',
  'room_closed',
  'shutdown',
  'rejected_consent',
  'error',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** How the person reaches the agent. */
export const SESSION_DOORS = ['room', 'ws', 'phone', 'sms'] as const;
export type SessionDoor = (typeof SESSION_DOORS)[number];

/** One thing somebody said, as the history of a session holds it. */
export interface SpokenMessage {
  role: 'user' | 'agent';
  text: string;
  /** What the person heard of it when it was cut short; null when all of it. */
  heardText: string | null;
  interrupted: boolean;
  /** ISO 8601, UTC. */
  at: string;
}

/** A tool that an agent used, as the history of a session holds it. */
export interface PastToolCall {
  callId: string;
  name: string;
  arguments: Record<string, unknown>;
  /** What the model was told of it, as JSON; null when its agent was lost before: nobody knows whether it had its effect. */
  result: string | null;
  /** When it began: ISO 8601, UTC. */
  at: string;
}

export function isOver(state: SessionState): boolean {
  return state === 'ended';
}
