import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsByteLength, IsIn, IsOptional, IsString, Length } from 'class-validator';
import { IgnoresUnknownFields } from '#problem';
import { AgentTraitsDto, NAMES } from '../agent-traits.dto.js';
import { IsNames } from './is-names.js';

const NOISE_CANCELLATIONS = ['auto', 'telephony', 'standard', 'none'] as const;

/** What is different about the agent in this session alone. What is left out is as the agent is; more may be in it and is passed over. */
@IgnoresUnknownFields()
export class AgentConfigDto extends AgentTraitsDto {
  /** What the agent is told to be; 32 kB at most. @example You are a friendly customer support agent. */
  @IsOptional()
  @IsString()
  @IsByteLength(0, 32_000)
  prompt?: string;

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

  /** Taken and told back; `noiseCancellation` of the session's definition is what really runs. */
  @IsOptional()
  @IsBoolean()
  noise_cancellation_enabled?: boolean;

  @IsOptional()
  @IsIn(NOISE_CANCELLATIONS)
  @ApiProperty({ enum: NOISE_CANCELLATIONS })
  noise_cancellation_type?: (typeof NOISE_CANCELLATIONS)[number];
}
