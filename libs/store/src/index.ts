export { StoreModule } from './store.module.js';
export { StoreConfig } from './store.config.js';
export { Store } from './store.js';
export type { SessionNews } from './store.js';
export { DatabaseInUse } from './database/sqlite-lock.js';
export { DatabaseTooNew } from './database/migrate.js';
export { StoreHealth } from './store.health.js';
export type { StoreReport } from './store.health.js';
export {
  ContactExists,
  ContactMergedAlready,
  ContactNotFound,
  ConversationLive,
  ConversationNotFound,
  RoomTaken,
  SessionNotFound,
  SessionOver,
  StoreUnavailable,
} from './store.errors.js';
export { pageOf, placeOf } from './cursor.js';
export type { Page, PageRequest } from './page.js';
export { SessionRepository } from './session/session.repository.js';
export { RoomRepository } from './session/room.repository.js';
export type { FinishedRoom } from './session/room.repository.js';
export { SessionPeopleRepository } from './session/session-people.repository.js';
export type {
  NewSession,
  SessionDispatch,
  SessionKey,
  SessionPerson,
  SessionRecord,
  SessionSummary,
  SessionUsage,
} from './session/session.records.js';
export { ConversationRepository } from './conversation/conversation.repository.js';
export type {
  ConversationRecord,
  MessageRecord,
  NewConversation,
} from './conversation/conversation.records.js';
export { AgentRepository } from './agent/agent.repository.js';
export type { AgentRecord, NewAgentVersion } from './agent/agent.records.js';
export { ClaimRepository } from './claim/claim.repository.js';
export type {
  Claim,
  ClaimInForce,
  HeldClaim,
  NewClaim,
  Renewal,
  RenewedClaim,
} from './claim/claim.records.js';
export { EventRepository } from './event/event.repository.js';
export type { IngestOutcome, Judgement, StoredEvent } from './event/event.records.js';
export { LivekitEventRepository } from './livekit-event/livekit-event.repository.js';
export type { LivekitEventRecord, NewLivekitEvent } from './livekit-event/livekit-event.records.js';
export { AuditRepository } from './audit/audit.repository.js';
export type { AuditRecord, NewAudit } from './audit/audit.records.js';
export { IdempotencyRepository } from './idempotency/idempotency.repository.js';
export type { Beginning, KeptAnswer, KeyedRequest } from './idempotency/idempotency.records.js';
export { OutboxRepository } from './outbox/outbox.repository.js';
export type {
  LeasedItem,
  LeaseRequest,
  NewOutboxItem,
  OutboxCount,
  OutboxItem,
  OutboxState,
  Settlement,
} from './outbox/outbox.records.js';
export { MirrorPart } from './mirror/mirror.records.js';
export type { MirroredMessage } from './mirror/mirror.records.js';
export { MirrorRepository } from './mirror/mirror.repository.js';
export { LeaseRepository } from './lease/lease.repository.js';
export type { HeldLease } from './lease/lease.repository.js';
export { RecordingRepository } from './recording/recording.repository.js';
export type { RecordedSegment, RecordingRecord, RecordingState } from './recording/recording.records.js';
export { ConversationSearch } from './search/conversation-search.js';
export { ConversationExport } from './conversation/conversation-export.js';
export type { ExportedPart } from './conversation/conversation-export.js';
export { ErasureRepository } from './erasure/erasure.repository.js';
export type { EndedSession } from './erasure/erasure.repository.js';
export type { Erased, Person, Traces } from './erasure/erasure.records.js';
export { TraceRepository } from './erasure/trace.repository.js';
export { PersonRepository } from './erasure/person.repository.js';
export type { Scrubbed } from './database/open-database.js';
export { UsageRepository } from './usage/usage.repository.js';
export { USAGE_GROUPS } from './usage/usage.records.js';
export type { UsageGroup, UsageQuery, UsageRow } from './usage/usage.records.js';
export { WorkflowRepository } from './workflow/workflow.repository.js';
export { DeliveryRepository } from './workflow/delivery.repository.js';
export { Triggers } from './workflow/triggers.js';
export { WEBHOOK } from './workflow/workflow.records.js';
export type {
  DeliveryRecord,
  NewWorkflow,
  Replay,
  WorkflowDraft,
  WorkflowRecord,
  WorkflowToRun,
} from './workflow/workflow.records.js';
export { ContactRepository } from './contact/contact.repository.js';
export { ContactCaptures } from './contact/contact-captures.js';
export { KnownPersonRepository } from './contact/known-person.repository.js';
export type { NamedPerson, RememberedPerson } from './contact/known-person.repository.js';
export { emailAddress, phoneNumber } from './contact/contact-address.js';
export { CONTACT_FIELDS } from './contact/contact.records.js';
export type {
  Captured,
  ContactField,
  ContactFields,
  ContactFilter,
  ContactPart,
  ContactRecord,
  ContactSource,
  Correction,
} from './contact/contact.records.js';
export { UnjudgedMessageRepository } from './unread/unjudged-message.repository.js';
export type { SaidBefore, UnjudgedMessage } from './unread/unjudged-message.repository.js';
export { UnreadEventRepository } from './unread/unread-event.repository.js';
