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
import { IgnoresUnknownFields } from '#problem';
import { TurnTakingDto } from '../turn-taking.dto.js';
import { IsLanguage } from './is-language.js';
import { IsNames } from './is-names.js';

const NAMES = { oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] };
const MODES = ['realtime', 'pipeline'] as const;
const NOISE_CANCELLATIONS = ['auto', 'telephony', 'standard', 'none'] as const;

/** What is different about the agent in this session alone. What is left out is as the agent is; more may be in it and is passed over. */
@IgnoresUnknownFields()
export class AgentConfigDto {
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

  /** What the agent is told to be; 32 kB at most. @example You are a friendly customer support agent. */
  @IsOptional()
  @IsString()
  @IsByteLength(0, 32_000)
  prompt?: string;

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

  /** The older form of `mode`, for requests without that. */
  @IsOptional()
  @IsBoolean()
  realtime?: boolean;

  /** A model of OpenAI's or xAI's, or one of the two: `xai`, `openai/gpt-realtime`; a list falls back in its order. */
  @IsOptional()
  @IsNames()
  @ApiProperty({ ...NAMES, example: 'gpt-realtime' })
  realtime_model?: string | string[];

  @IsOptional()
  @IsString()
  @Length(1, 256)
  realtime_voice?: string;

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

  /** Ends the session when the person leaves; otherwise they may come back for a while. */
  @IsOptional()
  @IsBoolean()
  closeOnDisconnect?: boolean;

  /** Taken and told back; `noiseCancellation` of the session's definition is what really runs. */
  @IsOptional()
  @IsBoolean()
  noise_cancellation_enabled?: boolean;

  @IsOptional()
  @IsIn(NOISE_CANCELLATIONS)
  @ApiProperty({ enum: NOISE_CANCELLATIONS })
  noise_cancellation_type?: (typeof NOISE_CANCELLATIONS)[number];
}
