import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsByteLength, IsObject, IsOptional, IsString, Length, Matches } from 'class-validator';
import { IsSmallObject } from './is-small-object.js';
import { AgentConfigDto } from './agent-config.dto.js';

const NAME = /^[A-Za-z0-9_-]{1,128}$/;
const WANTED = 'must be 1 to 128 letters, digits, underscores and hyphens';

/** A session with an agent and a token for the person: seed S1's request, and our own. */
export class OpenSessionDto {
  /** Who the person is. @example user123 */
  @Transform(({ value }: { value: unknown }) => trimmed(value))
  @IsString()
  @Matches(NAME, { message: `userIdentity ${WANTED}` })
  userIdentity!: string;

  /** Room to talk in; a new one when not given. @example support-room */
  @Transform(({ value }: { value: unknown }) => trimmed(value) || undefined)
  @IsOptional()
  @IsString()
  @Matches(NAME, { message: `roomName ${WANTED}` })
  roomName?: string;

  @IsOptional()
  @IsObject()
  @ApiProperty({ type: AgentConfigDto })
  agentConfig?: AgentConfigDto;

  /** Which agent; `default` when not given. @example default */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  agentId?: string;

  /** The conversation that goes on in this session; a new one when not given. */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  conversationId?: string;

  /** Your own words about the session; kept as they are, 16 kB at most. */
  @IsOptional()
  @IsSmallObject()
  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata?: Record<string, unknown>;
}

/** An agent for a room that the person joins with a token of `GET /token`: seed S4's request. */
export class OpenRoomSessionDto {
  /** @example quickstart */
  @IsString()
  @Length(1, 256)
  room!: string;

  /** Who the person is. @example Ann Lee-k3f9xz */
  @IsString()
  @Length(1, 256)
  identity!: string;

  /** What the agent is told to be; 32 kB at most. */
  @IsOptional()
  @IsString()
  @IsByteLength(0, 32_000)
  system_prompt?: string;
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}
