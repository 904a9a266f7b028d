import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsByteLength,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsString,
  Length,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { END_REASONS, INGEST_LIMITS, INTERIM_LIMITS, SPEAKERS } from '#conversation';
import type {
  AdoptAnswer,
  AdoptRequest,
  AgentDefinition,
  ClaimAnswer,
  ClaimRequest,
  EarlierTalk,
  EndReason,
  EventEnvelope,
  IngestAnswer,
  Interim,
  InterimBatch,
  KnownPerson,
  PersonAnswer,
  RejectedEvent,
  ReleaseRequest,
  RenewAnswer,
  RenewRequest,
  SessionDoor,
  PastToolCall,
  SpokenMessage,
} from '#conversation';

export class AdoptJobDto implements AdoptRequest {
  /** @example AJ_9mTn4wPqK2xC */
  @IsString()
  @Length(1, 256)
  jobId!: string;
  @IsString()
  @Length(1, 256)
  room!: string;
  /** Of the dispatch, as it was written. */
  @IsString()
  @MaxLength(65_536)
  metadata!: string;
}

export class AdoptedJobDto implements AdoptAnswer {
  sessionId!: string;
}

export class ClaimSessionDto implements ClaimRequest {
  @IsString()
  @Length(1, 256)
  sessionId!: string;
  /** Names the agent process. */
  @IsString()
  @Length(1, 256)
  agentProcess!: string;
  /** The agent's identity in the room. @example agent-AJ_9mTn4wPqK2xC */
  @IsString()
  @Length(1, 256)
  agentIdentity!: string;
}

export class SpokenMessageDto implements SpokenMessage {
  @ApiProperty({ enum: ['user', 'agent'] })
  role!: 'user' | 'agent';
  text!: string;
  @ApiProperty({ type: 'string', nullable: true })
  heardText!: string | null;
  interrupted!: boolean;
  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class PastToolCallDto implements PastToolCall {
  callId!: string;
  name!: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  arguments!: Record<string, unknown>;
  /** What the model was told of it, as JSON; null when its agent was lost before that. */
  @ApiProperty({ type: 'string', nullable: true })
  result!: string | null;
  @ApiProperty({ format: 'date-time' })
  at!: string;
}

export class EarlierTalkDto implements EarlierTalk {
  /** When it began. */
  @ApiProperty({ format: 'date-time' })
  at!: string;
  /** The last that was said in it, oldest first. */
  @ApiProperty({
    type: 'array',
    items: {
      type: 'object',
      properties: { role: { type: 'string', enum: ['user', 'agent'] }, text: { type: 'string' } },
    },
  })
  messages!: EarlierTalk['messages'];
}

export class KnownPersonDto implements KnownPerson {
  @ApiProperty({ type: 'string', nullable: true })
  name!: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  email!: string | null;
  /** E.164. */
  @ApiProperty({ type: 'string', nullable: true })
  phone!: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  company!: string | null;
  @ApiProperty({ type: 'string', nullable: true })
  language!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  preferences!: Record<string, string>;
  /** Newest first. */
  talks!: EarlierTalkDto[];
}

export class PersonDto implements PersonAnswer {
  /** Null where nobody is known. */
  @ApiProperty({ type: KnownPersonDto, nullable: true })
  person!: KnownPersonDto | null;
}

export class ClaimDto implements ClaimAnswer {
  sessionId!: string;
  tenantId!: string;
  conversationId!: string;
  room!: string;
  @ApiProperty({ enum: ['room', 'ws', 'phone', 'sms'] })
  door!: SessionDoor;
  /** Which participant speaks: the agent itself or `liveavatar-voice`. */
  @ApiProperty({ enum: ['agent', 'voice'] })
  voiceFrom!: 'agent' | 'voice';
  /** Grows with every claim of the session. */
  @ApiProperty({ type: 'integer' })
  epoch!: number;
  @ApiProperty({ type: 'integer' })
  leaseMs!: number;
  /** What the agent is, frozen when the session began. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  definition!: AgentDefinition;
  /** When an agent first had it; null for a first claim. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  startedAt!: string | null;
  /** It ends then, whatever happens. */
  @ApiProperty({ format: 'date-time' })
  endsAt!: string;
  /** What was said under earlier claims, oldest first. */
  history!: SpokenMessageDto[];
  /** What was done under earlier claims, oldest first. */
  toolCalls!: PastToolCallDto[];
  /** What the person said to being recorded; null when nobody has told them yet. */
  @ApiProperty({ enum: ['given', 'refused'], nullable: true })
  recordingConsent!: 'given' | 'refused' | null;
  @ApiProperty({ type: 'string', nullable: true })
  personIdentity!: string | null;
  /** Who it is, as far as they were here before: data, and no instructions. */
  @ApiProperty({ type: KnownPersonDto, nullable: true })
  person!: KnownPersonDto | null;
  /** It was not found out in time: `GET …/claims/{sessionId}/person` may have it a moment later. */
  personIsLate!: boolean;
}

export class RenewClaimDto implements RenewRequest {
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  epoch!: number;
}

export class RenewedClaimDto implements RenewAnswer {
  @ApiProperty({ type: 'integer' })
  leaseMs!: number;
  /** Set when the agent is to end the session in good order. */
  @ApiProperty({ enum: END_REASONS, nullable: true })
  ending!: EndReason | null;
}

export class ReleaseClaimDto extends RenewClaimDto implements ReleaseRequest {}

/** For the documentation: what is checked is `EventEnvelope` of `libs/conversation`. */
export class EventDto implements EventEnvelope {
  /** UUIDv7: the idempotency key. */
  id!: string;
  sessionId!: string;
  /** The claim under which it happened. */
  @ApiProperty({ type: 'integer' })
  epoch!: number;
  /** Counts up by one within session and epoch. */
  @ApiProperty({ type: 'integer' })
  sourceSeq!: number;
  /** @example message.added */
  type!: string;
  @ApiProperty({ type: 'integer', example: 1 })
  v!: number;
  @ApiProperty({ format: 'date-time' })
  at!: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  payload!: Record<string, unknown>;
}

export class IngestEventsDto {
  @ApiProperty({ type: [EventDto] })
  @IsArray()
  @ArrayMaxSize(INGEST_LIMITS.maxEvents)
  events!: unknown[];
}

export class RejectedEventDto implements RejectedEvent {
  id!: string;
  /** `session_not_found`, `lease_superseded` or `bad_event`; final. */
  code!: string;
}

export class IngestedDto implements IngestAnswer {
  @ApiProperty({ type: 'integer' })
  accepted!: number;
  /** Events that were here before; they changed nothing. */
  @ApiProperty({ type: 'integer' })
  duplicates!: number;
  rejected!: RejectedEventDto[];
}

export class InterimDto implements Interim {
  @IsString()
  @Length(1, 256)
  sessionId!: string;
  /** The claim under which it was heard. */
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  epoch!: number;
  /** Grows from one interim of the claim to the next. */
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(1)
  number!: number;
  /** The `sourceSeq` of the last event before it, 0 where there is none. */
  @ApiProperty({ type: 'integer' })
  @IsInt()
  @Min(0)
  afterSourceSeq!: number;
  @IsIn(SPEAKERS)
  @ApiProperty({ enum: SPEAKERS })
  role!: 'user' | 'agent';
  /** All of the utterance so far; 8 kB at most. @example Find me a package to */
  @IsString()
  @IsByteLength(1, INTERIM_LIMITS.maxTextBytes)
  text!: string;
  /** Identity of the person who says it, null for the agent. */
  @ApiProperty({ type: 'string', nullable: true })
  @ValidateIf(({ participant }: InterimDto) => participant !== null)
  @IsString()
  @Length(1, 256)
  participant!: string | null;
  @ApiProperty({ format: 'date-time' })
  @IsISO8601()
  at!: string;
}

export class HearInterimsDto implements InterimBatch {
  @IsArray()
  @ArrayMaxSize(INTERIM_LIMITS.maxInterims)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => InterimDto)
  interims!: InterimDto[];
}
