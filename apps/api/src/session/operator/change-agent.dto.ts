import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsByteLength,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';
import { TOOL_NAMES } from '#conversation';
import type { AgentChange, ToolName } from '#conversation';
import { StopRecordingDto } from '../recording-terms.dto.js';
import { TurnTakingDto } from '../turn-taking.dto.js';

/** What becomes different; what is left out stays. */
export class ChangeAgentDto implements AgentChange {
  /** What the agent is told to be; 32 kB at most. @example You are closing for today: be brief. */
  @IsOptional()
  @IsString()
  @IsByteLength(0, 32_000)
  instructions?: string;

  /** A voice of the vendor that speaks. @example alloy */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  voice?: string;

  /** All tools it may use from then on, of those it has. */
  @IsOptional()
  @IsIn(TOOL_NAMES, { each: true })
  @ArrayMaxSize(64)
  @ApiProperty({ enum: TOOL_NAMES, isArray: true })
  tools?: ToolName[];

  @IsOptional()
  @IsObject() // of a list, only what is in it would be looked at
  @ValidateNested()
  @Type(() => TurnTakingDto)
  turnTaking?: TurnTakingDto;

  /** Of a person who does not want to be recorded: it stops, and nothing of it is kept. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => StopRecordingDto)
  recording?: StopRecordingDto;
}
