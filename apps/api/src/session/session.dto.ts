import { ApiProperty } from '@nestjs/swagger';
import { IsString, Length } from 'class-validator';
import { AUDIO_PROBLEMS, END_REASONS, SESSION_STATES } from '#conversation';
import type { EndReason, SessionState } from '#conversation';
import { AgentSetupDto } from './agent-setup.dto.js';
import { DefinitionDto } from './definition/definition.dto.js';

export class SessionAgentDto {
  /** @example tara */
  id!: string;
  /** Of the stored agent; null for a built-in one. */
  @ApiProperty({ type: 'integer', nullable: true })
  version!: number | null;
  /** SHA-256: sessions with the same one had the very same agent. */
  definitionHash!: string;
}

export class SessionPersonDto {
  /** @example user-1795252800000 */
  identity!: string;
  @ApiProperty({ type: 'string', nullable: true, example: 'SanBot User' })
  name!: string | null;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  joinedAt!: string | null;
  /** Null while the person is there. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  leftAt!: string | null;
}

export class SessionSummaryDto {
  /** @example 01a1fe41-e70b-71d7-ac40-7fbd27790438 */
  id!: string;
  /** The conversation it belongs to, which outlives it. */
  conversationId!: string;
  /** @example orchestrated-1795252800000-k3f9xz */
  roomName!: string;
  @ApiProperty({ enum: SESSION_STATES })
  status!: SessionState;
  /** Why it ended; known from `ending` on. */
  @ApiProperty({ enum: END_REASONS, nullable: true })
  endReason!: EndReason | null;
  agent!: SessionAgentDto;
  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
  /** When an agent took it. */
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  startedAt!: string | null;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  endedAt!: string | null;
  /** Everybody who was there. */
  people!: SessionPersonDto[];
}

export class SessionUsageDto {
  @ApiProperty({ type: 'integer' })
  inputTokens!: number;
  @ApiProperty({ type: 'integer' })
  outputTokens!: number;
  /** Part of the input tokens. */
  @ApiProperty({ type: 'integer' })
  cachedTokens!: number;
  @ApiProperty({ type: 'integer' })
  inputAudioTokens!: number;
  @ApiProperty({ type: 'integer' })
  outputAudioTokens!: number;
  /** That were spoken. */
  @ApiProperty({ type: 'integer' })
  characters!: number;
  /** Of sound that recognisers heard. */
  audioSeconds!: number;
  /** That vendors took over their answers. */
  seconds!: number;
  /** US dollars; null while the price of any part of it is not known. */
  @ApiProperty({ type: 'number', nullable: true })
  cost!: number | null;
}

/** How one person's microphone came to the agent, over the whole session so far. What is not known is null. */
export class PersonAudioDto {
  /** @example user-1795252800000 */
  identity!: string;
  /** Seconds of sound that came, silence included. */
  receivedS!: number;
  /** Seconds of it in which they spoke. */
  speechS!: number;
  /** RMS of what they spoke, in dB against full scale: 0 is the loudest there is, -20 to -30 is usual. */
  @ApiProperty({ type: 'number', nullable: true, example: -24.1 })
  levelDbfs!: number | null;
  /** Samples at full scale, of all: from 0.001 on it is heard. */
  @ApiProperty({ minimum: 0, maximum: 1, example: 0 })
  clippedShare!: number;
  /** Packets that never came, of all. */
  @ApiProperty({ type: 'number', nullable: true, minimum: 0, maximum: 1, example: 0.002 })
  lossShare!: number | null;
  /** Of the coming of packets, in milliseconds. */
  @ApiProperty({ type: 'number', nullable: true, example: 6.5 })
  jitterMs!: number | null;
  /** Sound that was made up in place of what was missing, of all. */
  @ApiProperty({ type: 'number', nullable: true, minimum: 0, maximum: 1, example: 0.004 })
  concealedShare!: number | null;
  /** What was not well with it, at any time. */
  @ApiProperty({ enum: AUDIO_PROBLEMS, isArray: true, example: [] })
  problems!: (typeof AUDIO_PROBLEMS)[number][];
}

export class SessionAudioDto {
  /** Of whom something was heard; measured once a minute and at the end. */
  people!: PersonAudioDto[];
}

export class SessionDto extends SessionSummaryDto {
  agentConfig!: AgentSetupDto;
  definition!: DefinitionDto;
  /** What it used up so far, over all vendors. */
  usage!: SessionUsageDto;
  audioQuality!: SessionAudioDto;
}

export class SessionPageDto {
  items!: SessionSummaryDto[];
  /** For `?cursor=`; null on the last page. */
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor!: string | null;
}

export class EndSessionDto {
  /** @example support-room */
  @IsString()
  @Length(1, 256)
  roomName!: string;
}

export class StoppedDto {
  /** Always true. */
  @ApiProperty({ example: true })
  stopped!: boolean;
}
