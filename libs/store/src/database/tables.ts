import type { EndReason, SessionDoor, SessionState, Trigger } from '#conversation';
import type { ColumnType, Generated } from 'kysely';
import type { OutboxState } from '../outbox/outbox.records.js';
import type { RecordingState } from '../recording/recording.records.js';

/** Text in SQLite, `jsonb` in Postgres: written as text, read through `fromJson`. */
export type JsonColumn = ColumnType<unknown, string, string>;

/** 0 or 1. */
export type Flag = 0 | 1;

export interface AgentTable {
  tenant_id: string;
  id: string;
  version: number;
  /** Null: from this version on there is none. */
  definition: JsonColumn | null;
  created_by: string | null;
  created_at: number;
}

export interface ConversationTable {
  tenant_id: string;
  id: string;
  channel: SessionDoor;
  contact_id: string | null;
  user_id: string | null;
  metadata: JsonColumn;
  created_at: number;
  last_message_at: number | null;
}

export interface SessionTable {
  tenant_id: string;
  id: string;
  conversation_id: string;
  room: string;
  door: SessionDoor;
  state: SessionState;
  end_reason: EndReason | null;
  end_detail: string | null;
  agent_id: string;
  agent_version: number | null;
  definition: JsonColumn;
  definition_hash: string;
  voice_from: 'agent' | 'voice';
  person_identity: string | null;
  verified_user_id: string | null;
  owner: string | null;
  metadata: JsonColumn;
  dispatches: JsonColumn;
  people: JsonColumn;
  created_at: number;
  started_at: number | null;
  ending_at: number | null;
  ended_at: number | null;
  start_by: number;
  ends_at: number;
  last_seq: number;
}

export interface ClaimTable {
  tenant_id: string;
  session_id: string;
  epoch: number;
  agent_process: string;
  agent_identity: string;
  claimed_at: number;
  expires_at: number;
  fenced_at: number | null;
  released_at: number | null;
}

export interface EventTable {
  tenant_id: string;
  id: string;
  session_id: string;
  seq: number;
  epoch: number;
  source_seq: number;
  type: string;
  v: number;
  at: number;
  received_at: number;
  payload: JsonColumn;
}

export interface MessageTable {
  row_number: Generated<number>;
  tenant_id: string;
  id: string;
  conversation_id: string;
  session_id: string;
  seq: number;
  role: 'user' | 'agent';
  text: string;
  heard_text: string | null;
  interrupted: Flag;
  language: string | null;
  sentiment: number | null;
  latency: ColumnType<unknown, string | null, string | null>;
  cost_micros: number | null;
  participant: string | null;
  source: 'speech' | 'text' | 'recording';
  at: number;
}

export interface ToolCallTable {
  tenant_id: string;
  session_id: string;
  epoch: number;
  call_id: string;
  name: string;
  arguments: ColumnType<unknown, string | null, string | null>;
  idempotency_key: string | null;
  deadline_ms: number | null;
  called_at: number | null;
  outcome: 'done' | 'failed' | 'cancelled' | 'timeout' | null;
  result: string | null;
  duration_ms: number | null;
  finished_at: number | null;
}

export interface UsageTable {
  tenant_id: string;
  id: string;
  session_id: string;
  agent_id: string;
  vendor: string;
  model: string;
  input_tokens: number;
  output_tokens: number;
  cached_tokens: number;
  input_audio_tokens: number;
  output_audio_tokens: number;
  characters: number;
  audio_seconds: number;
  seconds: number;
  cost_micros: number | null;
  at: number;
}

export interface LivekitEventTable {
  tenant_id: string;
  id: string;
  event: string;
  room: string | null;
  participant: string | null;
  payload: JsonColumn;
  at: number;
  received_at: number;
  processed_at: number | null;
}

export interface AuditTable {
  tenant_id: string;
  id: string;
  actor: string;
  action: string;
  subject_type: string;
  subject_id: string;
  detail: JsonColumn;
  address: string | null;
  request_id: string | null;
  at: number;
}

export interface IdempotencyTable {
  tenant_id: string;
  route: string;
  key: string;
  request_hash: string;
  locked_until: number;
  status: number | null;
  headers: ColumnType<unknown, string | null, string | null>;
  body: string | null;
  created_at: number;
  expires_at: number;
}

export interface OutboxTable {
  tenant_id: string;
  id: string;
  kind: string;
  key: string;
  session_id: string | null;
  conversation_id: string | null;
  workflow_id: string | null;
  payload: JsonColumn;
  state: OutboxState;
  attempts: number;
  next_at: number;
  leased_by: string | null;
  leased_until: number | null;
  last_status: number | null;
  last_error: string | null;
  created_at: number;
  finished_at: number | null;
  result: ColumnType<unknown, string | null, string | null>;
  depends_on: string | null;
  replayed_at: number | null;
  attempts_before: Generated<number>;
}

export interface WorkflowTable {
  tenant_id: string;
  id: string;
  name: string;
  enabled: Flag;
  trigger_on: Trigger;
  condition: JsonColumn;
  action: JsonColumn;
  secret: string;
  former_secret: string | null;
  former_secret_until: number | null;
  disabled_because: string | null;
  created_at: number;
  updated_at: number;
}

export interface RecordingTable {
  tenant_id: string;
  id: string;
  conversation_id: string;
  session_id: string;
  state: RecordingState;
  consented_at: number | null;
  notice: string | null;
  location: string;
  segments: JsonColumn;
  duration_ms: number;
  bytes: number;
  started_at: number;
  ended_at: number | null;
  keep_until: number | null;
}

export interface LeaseTable {
  tenant_id: string;
  name: string;
  holder: string;
  expires_at: number;
}

export interface ContactTable {
  tenant_id: string;
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  company: string | null;
  language: string | null;
  preferences: JsonColumn;
  sources: JsonColumn;
  corrected: JsonColumn;
  merged_into: string | null;
  created_at: number;
  updated_at: number;
  search: string;
}

export interface UnreadEventTable {
  tenant_id: string;
  id: string;
  session_id: string;
  received_at: number;
}

export interface UnjudgedMessageTable {
  tenant_id: string;
  id: string;
  session_id: string;
  noted_at: number;
  due_at: number;
  attempts: number;
}

/** The tables that have code; the model of the first migration has more, each gets its type together with its repository. */
export interface Tables {
  agent: AgentTable;
  conversation: ConversationTable;
  session: SessionTable;
  claim: ClaimTable;
  event: EventTable;
  message: MessageTable;
  tool_call: ToolCallTable;
  usage: UsageTable;
  audit: AuditTable;
  idempotency: IdempotencyTable;
  livekit_event: LivekitEventTable;
  workflow: WorkflowTable;
  outbox: OutboxTable;
  lease: LeaseTable;
  contact: ContactTable;
  unread_event: UnreadEventTable;
  unjudged_message: UnjudgedMessageTable;
  recording: RecordingTable;
}
