import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsByteLength,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsPositive,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import type { AgentSpec } from '#conversation';
import { AgentTraitsDto, NAMES } from '../session/agent-traits.dto.js';
import { DefinitionDto } from '../session/definition/definition.dto.js';
import { IsNames } from '../session/opening/is-names.js';
import { AGENT_ID, AGENT_ID_RULE } from './agent-id.js';

const A_DAY_S = 86_400;

export class AgentLimitsDto {
  /** A session ends after so many seconds. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(A_DAY_S)
  @ApiProperty({ type: 'integer', example: 3600 })
  maxDurationS?: number;

  /** It ends when nobody was there, or spoke, for so many seconds. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(A_DAY_S)
  @ApiProperty({ type: 'integer', example: 120 })
  idleS?: number;

  /** It ends when so much was spent, in US dollars. */
  @IsOptional()
  @IsNumber()
  @IsPositive()
  @ApiProperty({ example: 0.5 })
  money?: number;
}

/** What an agent is. What is left out is as the environment has it, or else the built-in agent of the same id, or `default`. */
export class AgentSpecDto extends AgentTraitsDto implements Omit<AgentSpec, 'schemaVersion'> {
  /** @example Clara */
  @IsString()
  @Matches(/\S/, { message: 'name must not be empty' })
  @Length(1, 256)
  name!: string;

  /** What it is told to be; 32 kB at most. @example You are Clara, the receptionist of a dental practice. Be brief. */
  @IsOptional()
  @IsString()
  @IsByteLength(0, 32_000)
  instructions?: string;

  /** Who hears, thinks and speaks at once: `openai`, `xai`, or a model of theirs; a list falls back in its order. */
  @IsOptional()
  @IsNames()
  @ApiProperty({ ...NAMES, example: ['gpt-realtime', 'xai'] })
  realtime?: string | string[];

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AgentLimitsDto)
  limits?: AgentLimitsDto;
}

export class CreateAgentDto extends AgentSpecDto {
  /** For `agentId` in requests; a new one when left out. @example clara */
  @IsOptional()
  @IsString()
  @Matches(AGENT_ID, { message: AGENT_ID_RULE })
  id?: string;
}

export class ReplaceAgentDto extends AgentSpecDto {
  /** The version that this change was made from: where there is a newer one by now, nothing is changed. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @ApiProperty({ type: 'integer' })
  version?: number;
}

export class RollBackDto {
  /** The one to go back to. It is copied: the version in force is a new one. */
  @IsInt()
  @Min(1)
  @ApiProperty({ type: 'integer', example: 1 })
  version!: number;
}

export class AgentVersionDto {
  /** @example clara */
  id!: string;
  /** Of an agent that is built in, and was never changed, null. */
  @ApiProperty({ type: 'integer', nullable: true })
  version!: number | null;
  /** As it was written; null for one that is built in, and where it was removed. */
  @ApiProperty({ type: AgentSpecDto, nullable: true })
  spec!: Omit<AgentSpec, 'schemaVersion'> | null;
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  createdAt!: string | null;
  /** Name of the key that it was written with. */
  @ApiProperty({ type: 'string', nullable: true })
  createdBy!: string | null;
}

export class AgentDto extends AgentVersionDto {
  /** What it would be in a session that begins now. */
  definition!: DefinitionDto;
  /** Whether each part of its work has somebody with a key. */
  available!: boolean;
}

export class AgentPageDto {
  items!: AgentDto[];
  /** For `?cursor=`; null on the last page. */
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor!: string | null;
}

export class AgentVersionPageDto {
  items!: AgentVersionDto[];
  /** For `?cursor=`; null on the last page. */
  @ApiProperty({ type: 'string', nullable: true })
  nextCursor!: string | null;
}
