import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import { AgentDefinition } from '#conversation';
import { fromJson, toJson } from '../database/json.js';
import type { SessionTable } from '../database/tables.js';
import type {
  NewSession,
  SessionDispatch,
  SessionPerson,
  SessionRecord,
  SessionSummary,
} from './session.records.js';

/** `where state <> 'ended'`, to the letter: the indexes of live sessions do not serve a query that has a parameter there. */
export const ENDED = sql.lit('ended' as const);

type SessionRow = Selectable<SessionTable>;

const Metadata = z.record(z.string(), z.unknown());

export const Dispatches: z.ZodType<SessionDispatch[]> = z.array(z.object({ id: z.string(), at: z.number() }));

export const People: z.ZodType<SessionPerson[]> = z.array(
  z.object({
    identity: z.string(),
    name: z.string().nullable(),
    joinedAt: z.number().nullable(),
    leftAt: z.number().nullable(),
  }),
);

export const SUMMARY_COLUMNS = [
  'tenant_id',
  'id',
  'conversation_id',
  'room',
  'door',
  'state',
  'end_reason',
  'end_detail',
  'agent_id',
  'agent_version',
  'definition_hash',
  'voice_from',
  'person_identity',
  'verified_user_id',
  'owner',
  'metadata',
  'dispatches',
  'people',
  'created_at',
  'started_at',
  'ending_at',
  'ended_at',
  'start_by',
  'ends_at',
  'last_seq',
] as const satisfies readonly (keyof SessionRow)[];

export function toSummary(row: Pick<SessionRow, (typeof SUMMARY_COLUMNS)[number]>): SessionSummary {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    conversationId: row.conversation_id,
    room: row.room,
    door: row.door,
    state: row.state,
    endReason: row.end_reason,
    endDetail: row.end_detail,
    agentId: row.agent_id,
    agentVersion: row.agent_version,
    definitionHash: row.definition_hash,
    voiceFrom: row.voice_from,
    personIdentity: row.person_identity,
    verifiedUserId: row.verified_user_id,
    owner: row.owner,
    metadata: fromJson(Metadata, row.metadata),
    dispatches: fromJson(Dispatches, row.dispatches),
    people: fromJson(People, row.people),
    createdAt: row.created_at,
    startedAt: row.started_at,
    endingAt: row.ending_at,
    endedAt: row.ended_at,
    startBy: row.start_by,
    endsAt: row.ends_at,
    lastSeq: row.last_seq,
  };
}

export function toRecord(row: SessionRow): SessionRecord {
  return { ...toSummary(row), definition: fromJson(AgentDefinition, row.definition) };
}

export function toRow(session: NewSession): Insertable<SessionTable> {
  return {
    tenant_id: session.tenantId,
    id: session.id,
    conversation_id: session.conversationId,
    room: session.room,
    door: session.door,
    state: 'created',
    end_reason: null,
    end_detail: null,
    agent_id: session.definition.id,
    agent_version: session.agentVersion,
    ...definitionColumns(session.definition),
    voice_from: session.voiceFrom,
    person_identity: session.personIdentity,
    verified_user_id: session.verifiedUserId ?? null,
    owner: session.owner,
    metadata: toJson(session.metadata),
    dispatches: '[]',
    people: '[]',
    created_at: session.now,
    started_at: null,
    ending_at: null,
    ended_at: null,
    start_by: session.startBy,
    ends_at: session.endsAt,
    last_seq: 0,
  };
}

export function definitionColumns(agent: AgentDefinition) {
  const definition = toJson(agent);
  return { definition, definition_hash: createHash('sha256').update(definition).digest('hex') };
}
