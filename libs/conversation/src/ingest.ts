import type { AgentDefinition } from './agent-definition.js';
import type { EventEnvelope } from './event.js';
import type { KnownPerson } from './person.js';
import type { EndReason, PastToolCall, SessionDoor, SpokenMessage } from './session.js';

/** Bounds of one `POST /api/ingest/events`. */
export const INGEST_LIMITS = { maxEvents: 1_000, maxBytes: 1_000_000 } as const;

/**
 * `WS /api/ingest/line?process=NAME`, with the token of the ingest: held by an agent process for as long as it lives. Nothing is said
 * over it; that it drops is the first that an api hears of the process's death. Closed with 1000 by a process that goes in good order.
 */
export const AGENT_LINE_PATH = '/api/ingest/line';
export const AGENT_PROCESS_PARAM = 'process';

/** `POST /api/ingest/jobs`: a dispatch that others made becomes a session, which is claimed then. Safe to repeat. */
export interface AdoptRequest {
  /** LiveKit's. */
  jobId: string;
  room: string;
  /** Of the dispatch, as whoever made it wrote it. */
  metadata: string;
}

/** 201. Errors: 409 `room_taken`: an agent has a talk in the room; 429 and 503 where no session can be opened. */
export interface AdoptAnswer {
  sessionId: string;
}

/** `POST /api/ingest/claims`: a job takes its session. A newer claim ends the older one. */
export interface ClaimRequest {
  sessionId: string;
  /** Names the agent process, for the log and the ledger. */
  agentProcess: string;
  /** The agent's identity in the room, so that its ghost can be removed. */
  agentIdentity: string;
}

/** 201. Errors: 404 `session_not_found`, 409 `session_over`. */
export interface ClaimAnswer {
  sessionId: string;
  tenantId: string;
  conversationId: string;
  room: string;
  door: SessionDoor;
  /** Where the voice comes from: `agent`, or `voice` for a second participant (`liveavatar-voice`). */
  voiceFrom: 'agent' | 'voice';
  /** Grows with every claim of the session. */
  epoch: number;
  leaseMs: number;
  definition: AgentDefinition;
  /** ISO 8601: when the session was first active; null for a first claim. */
  startedAt: string | null;
  /** ISO 8601: the session ends then, whatever happens. */
  endsAt: string;
  /** What was said before, oldest first: empty unless the talk is taken over. */
  history: SpokenMessage[];
  /** What was done before, oldest first: empty unless the talk is taken over. */
  toolCalls: PastToolCall[];
  /** What the person said to being recorded, under any claim; null when nobody has told them yet. */
  recordingConsent: 'given' | 'refused' | null;
  /** The identity the session is for, when one is known. */
  personIdentity: string | null;
  /** What is known of the person; null where nobody is. */
  person: KnownPerson | null;
  /** It was not found out in time, and no claim waits for it: `GET /api/ingest/claims/{sessionId}/person` may have it a moment later. */
  personIsLate: boolean;
}

/** 200 of `GET /api/ingest/claims/{sessionId}/person`. Errors: 404 `session_not_found`. */
export interface PersonAnswer {
  person: KnownPerson | null;
}

/** `POST /api/ingest/claims/{sessionId}/renew`, once a second. */
export interface RenewRequest {
  epoch: number;
}

/** 200. Errors: 409 `lease_superseded` (newer claim, lease counted as lost, session over): the agent falls silent at once. */
export interface RenewAnswer {
  leaseMs: number;
  /** Set when the session is to be ended by the agent, in good order. */
  ending: EndReason | null;
}

/** `POST /api/ingest/claims/{sessionId}/release`: 204, and another agent is sent for. 409 `lease_superseded`. */
export interface ReleaseRequest {
  epoch: number;
}

/** `POST /api/ingest/events`: at most 1,000 events and 1 MB. */
export interface IngestBatch {
  events: EventEnvelope[];
}

export interface RejectedEvent {
  id: string;
  /** `session_not_found`, `lease_superseded`, `bad_event`. Final: the sender drops the event. */
  code: string;
}

/** 200. */
export interface IngestAnswer {
  accepted: number;
  duplicates: number;
  rejected: RejectedEvent[];
}
