export {
  AgentDefinition,
  ProviderChoice,
  RECORDING_NOTICE,
  RecordingTerms,
  TurnTaking,
  TOOL_NAMES,
} from './agent-definition.js';
export type { ToolName } from './agent-definition.js';
export { AgentSpec } from './agent-spec.js';
export { changed } from './changed.js';
export { overlay } from './definition-layer.js';
export type { DefinitionLayer } from './definition-layer.js';
export { mayObject } from './may-object.js';
export { BUILT_IN_AGENTS, builtInAgent } from './built-in-agents.js';
export { END_REASONS, SESSION_DOORS, SESSION_STATES, isOver } from './session.js';
export type { EndReason, SessionDoor, SessionState, PastToolCall, SpokenMessage } from './session.js';
export {
  AUDIO_PROBLEMS,
  ConversationEvent,
  DEFERRED_BECAUSE,
  DEFERRED_KINDS,
  EventEnvelope,
  MOVE_STATUSES,
  RECORDING_ENDS,
  TurnLatency,
} from './event.js';
export type { EventPayload, EventType } from './event.js';
export { JobMetadata, parseJobMetadata } from './job-metadata.js';
export type {
  AdoptAnswer,
  AdoptRequest,
  ClaimAnswer,
  ClaimRequest,
  IngestAnswer,
  IngestBatch,
  PersonAnswer,
  RejectedEvent,
  RenewAnswer,
  ReleaseRequest,
  RenewRequest,
} from './ingest.js';
export { AGENT_LINE_PATH, AGENT_PROCESS_PARAM, INGEST_LIMITS } from './ingest.js';
export { Interim, INTERIM_LIMITS } from './interim.js';
export type { InterimBatch } from './interim.js';
export { isReservedIdentity, ROOM_TOPICS, VOICE_IDENTITY } from './room-contract.js';
export { mergeMetadata } from './talk-metadata.js';
export type { MetadataSource, MetadataSources, TalkMetadata } from './talk-metadata.js';
export { newId } from './new-id.js';
export { ANONYMOUS_TENANT, CONTACT_TOOLS, namesOnePerson } from './person.js';
export type { EarlierTalk, KnownPerson } from './person.js';
export {
  AgentChange,
  OPERATOR_METHOD,
  OperatorCommand,
  OperatorOrder,
  ORDER_STATUSES,
  OrderReply,
} from './operator-order.js';
export type { OrderOutcome, OrderStatus } from './operator-order.js';
export { withVoices } from './with-voices.js';
export type { WantedVoices } from './with-voices.js';
export { CONDITIONS_OF, CONTACT_FIELDS, SPEAKERS, TRIGGERS, WorkflowCondition } from './workflow.js';
export type { Trigger } from './workflow.js';
export { intentsAwaited } from './intent.js';
export type { Intent } from './intent.js';
export { match } from './trigger-cause.js';
export type { TriggerCause } from './trigger-cause.js';
export { wholePhrase } from './words-in.js';
