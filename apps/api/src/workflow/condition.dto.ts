import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { CONTACT_FIELDS, END_REASONS, SESSION_DOORS, SPEAKERS } from '#conversation';
import type { WorkflowCondition } from '#conversation';
import { IsDescriptions } from './is-descriptions.js';

const A_DAY_S = 86_400;
const MAX_NAMES = 100;

/** When the trigger counts: all that is named has to fit, and of a list one. What is left out fits always. */
export class ConditionDto implements WorkflowCondition {
  /** For every trigger: in talks with this agent. @example tara */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  agentId?: string;

  /** `session.started`, `session.ended`: how the person reached the agent. */
  @IsOptional()
  @IsIn(SESSION_DOORS, { each: true })
  @ArrayNotEmpty()
  @IsArray()
  @ApiProperty({ enum: SESSION_DOORS, isArray: true })
  doors?: (typeof SESSION_DOORS)[number][];

  /** `session.ended`: why. */
  @IsOptional()
  @IsIn(END_REASONS, { each: true })
  @ArrayNotEmpty()
  @IsArray()
  @ApiProperty({ enum: END_REASONS, isArray: true })
  reasons?: (typeof END_REASONS)[number][];

  /** `session.ended`: after so many seconds with an agent, or more. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(A_DAY_S)
  @ApiProperty({ type: 'integer', example: 30 })
  minDurationS?: number;

  /** `contact.captured`: one of these is new. */
  @IsOptional()
  @IsIn(CONTACT_FIELDS, { each: true })
  @ArrayNotEmpty()
  @IsArray()
  @ApiProperty({ enum: CONTACT_FIELDS, isArray: true })
  fields?: (typeof CONTACT_FIELDS)[number][];

  /** `intent`: the person wants one of these, under short names. @example ["purchase"] */
  @IsOptional()
  @Matches(/\S/, { each: true, message: 'intents must have words in them' })
  @Length(1, 128, { each: true })
  @IsString({ each: true })
  @ArrayMaxSize(MAX_NAMES)
  @ArrayNotEmpty()
  @IsArray()
  intents?: string[];

  /** `intent`: what is meant by them, by name. */
  @IsOptional()
  @IsDescriptions()
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { purchase: 'wants to book a trip' },
  })
  descriptions?: Record<string, string>;

  /** `intent`: at least so sure, from 0 to 1. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  @ApiProperty({ example: 0.8 })
  minConfidence?: number;

  /** `keyword`: one of these words or phrases was said, in whatever case. @example ["refund", "speak to a manager"] */
  @IsOptional()
  @Matches(/\S/, { each: true, message: 'keywords must have words in them' })
  @Length(1, 128, { each: true })
  @IsString({ each: true })
  @ArrayMaxSize(MAX_NAMES)
  @ArrayNotEmpty()
  @IsArray()
  keywords?: string[];

  /** `keyword`, `sentiment`: whose words. Left out, the person's. */
  @IsOptional()
  @IsIn(SPEAKERS)
  @ApiProperty({ enum: SPEAKERS })
  from?: (typeof SPEAKERS)[number];

  /** `sentiment`: this, or worse; from -1 to 1. */
  @IsOptional()
  @IsNumber()
  @Min(-1)
  @Max(1)
  @ApiProperty({ example: -0.5 })
  atMost?: number;

  /** `sentiment`: this, or better; from -1 to 1. */
  @IsOptional()
  @IsNumber()
  @Min(-1)
  @Max(1)
  @ApiProperty({ example: 0.5 })
  atLeast?: number;

  /** `tool.called`: one of these. @example ["create_quote"] */
  @IsOptional()
  @Length(1, 128, { each: true })
  @IsString({ each: true })
  @ArrayMaxSize(MAX_NAMES)
  @ArrayNotEmpty()
  @IsArray()
  tools?: string[];
}
