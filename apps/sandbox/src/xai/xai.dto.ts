import { IntersectionType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { RealtimeSwitchesDto } from '../openai/realtime/realtime-control.dto.js';
import { TextSwitchesDto } from '../openai/text/text-switches.dto.js';

/** How the simulated xAI behaves when nothing is broken. */
export class XaiSwitchesDto extends IntersectionType(RealtimeSwitchesDto, TextSwitchesDto) {}

/** Without OpenAI's `anchor`. */
export class XaiExpiresAfterDto {
  @IsInt()
  @Min(10)
  @Max(7200)
  seconds!: number;
}

/** Without a session: it is told on the socket. */
export class CreateXaiSecretDto {
  @ValidateNested()
  @Type(() => XaiExpiresAfterDto)
  @IsOptional()
  expires_after?: XaiExpiresAfterDto;
}

export class XaiSecretDto {
  value!: string;
  /** Unix seconds. */
  expires_at!: number;
}

export class XaiModelDto {
  id!: string;
  object!: string;
  created!: number;
  owned_by!: string;
}

export class XaiModelListDto {
  object!: string;
  data!: XaiModelDto[];
}
