import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsByteLength,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Length,
  ValidateNested,
} from 'class-validator';
import { TOOL_NAMES } from '#conversation';
import type { ToolName } from '#conversation';
import { MODES } from './definition/definition.dto.js';
import { IsLanguage } from './opening/is-language.js';
import { IsNames } from './opening/is-names.js';
import { RecordingTermsDto } from './recording-terms.dto.js';
import { TurnTakingDto } from './turn-taking.dto.js';

/** How names of vendors are documented. */
export const NAMES = { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };

/** What may be said of any agent, whoever says it: a request, or who keeps one. */
export abstract class AgentTraitsDto {
  /** Who recognises speech: `deepgram`, `assemblyai`, `openai`, or one with its model, `deepgram/nova-3`; a list falls back in its order. */
  @IsOptional()
  @IsNames()
  @ApiProperty({ ...NAMES, example: 'deepgram' })
  stt?: string | string[];

  /** Who speaks: `cartesia`, `openai`, `elevenlabs`, or with model and voice, `cartesia/sonic-3:<voice>`. */
  @IsOptional()
  @IsNames()
  @ApiProperty({ ...NAMES, example: 'cartesia' })
  tts?: string | string[];

  /** Who thinks: a model of OpenAI's, or `grok`. */
  @IsOptional()
  @IsNames()
  @ApiProperty({ ...NAMES, example: 'gpt-4o-mini' })
  llm?: string | string[];

  /** What the agent says first; empty to wait for the person. */
  @IsOptional()
  @IsString()
  @IsByteLength(0, 8_000)
  greeting?: string;

  /** `realtime`: one model hears and speaks. `pipeline`: recogniser, language model and voice, each of its own vendor. */
  @IsOptional()
  @IsIn(MODES)
  @ApiProperty({ enum: MODES })
  mode?: (typeof MODES)[number];

  /** A voice of the vendor that speaks. */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  voice?: string;

  /** BCP 47, or `auto` for the one that the person speaks. @example en */
  @IsOptional()
  @IsLanguage()
  language?: string;

  /** Tools it may use; none with an empty list. */
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

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RecordingTermsDto)
  recording?: RecordingTermsDto;

  /** Ends the session when the person leaves; otherwise they may come back within the idle limit. */
  @IsOptional()
  @IsBoolean()
  closeOnDisconnect?: boolean;
}
