import type { AgentDefinition, EndReason, SessionDoor, SessionState } from '#conversation';

/** Whoever changes a session says whose it is: a tenant's query cannot reach another's row. */
export interface SessionKey {
  tenantId: string;
  id: string;
}

/** All times of the store are milliseconds since 1970, UTC. */
export interface NewSession {
  tenantId: string;
  /** UUIDv7, made by the caller, who may have named the room after it. */
  id: string;
  /** Made beside the session when it does not exist yet. */
  conversationId: string;
  /** The client's name for the person, for a conversation that is made here. */
  userId?: string | undefined;
  room: string;
  door: SessionDoor;
  /** Where the person hears the agent from: the agent itself, or a second participant. */
  voiceFrom: 'agent' | 'voice';
  /** Identity of the person the session is for, when one is known. */
  personIdentity: string | null;
  /** Who the person is at a backend that has checked it, and not by what a client says. */
  verifiedUserId?: string | null | undefined;
  /** Who started it (name of a key, `sub` of a JWT): such a caller may use it without the scope to read all. */
  owner: string | null;
  /** What the agent is in this session: frozen here. */
  definition: AgentDefinition;
  /** Version of the stored agent the definition comes from, null when it comes from none. */
  agentVersion: number | null;
  /** The client's own words about the session; handed on, never read. */
  metadata: Record<string, unknown>;
  /** An agent must have claimed the session by then. */
  startBy: number;
  /** The session ends then, whatever happens. */
  endsAt: number;
  now: number;
}

/** Somebody who was in the session. Gone when `leftAt` is set and not before `joinedAt`. */
export interface SessionPerson {
  identity: string;
  name: string | null;
  joinedAt: number | null;
  leftAt: number | null;
}

export interface SessionDispatch {
  id: string;
  at: number;
}

/** A session without its definition, which can be long: what lists are made of. */
export interface SessionSummary {
  tenantId: string;
  id: string;
  conversationId: string;
  room: string;
  door: SessionDoor;
  state: SessionState;
  /** Set from `ending` on. */
  endReason: EndReason | null;
  endDetail: string | null;
  agentId: string;
  agentVersion: number | null;
  /** SHA-256 of the definition, hex: sessions with the same one had the same agent. */
  definitionHash: string;
  voiceFrom: 'agent' | 'voice';
  personIdentity: string | null;
  verifiedUserId: string | null;
  owner: string | null;
  metadata: Record<string, unknown>;
  /** Every dispatch of an agent into the room, oldest first. */
  dispatches: SessionDispatch[];
  people: SessionPerson[];
  createdAt: number;
  /** When an agent first claimed it. */
  startedAt: number | null;
  endingAt: number | null;
  endedAt: number | null;
  startBy: number;
  endsAt: number;
  /** The `seq` of its newest event, 0 when there is none. */
  lastSeq: number;
}

export interface SessionRecord extends SessionSummary {
  definition: AgentDefinition;
}

/** What the session used up so far, over all vendors. */
export interface SessionUsage {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  inputAudioTokens: number;
  outputAudioTokens: number;
  /** Of text that was spoken. */
  characters: number;
  /** Of sound that was heard by recognisers. */
  audioSeconds: number;
  /** That vendors took over their answers. */
  seconds: number;
  /** Millionths of a US dollar, null while the price of any part is not known. */
  costMicros: number | null;
}
