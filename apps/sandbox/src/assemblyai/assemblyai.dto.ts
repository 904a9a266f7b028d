import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export class StreamTokenQueryDto {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(600)
  expires_in_seconds!: number;

  /** Of a session that is opened with the token. */
  @Type(() => Number)
  @IsInt()
  @Min(60)
  @Max(10_800)
  @IsOptional()
  max_session_duration_seconds?: number;
}

export class StreamTokenDto {
  /** Begins `aai_sandbox_`. */
  token!: string;
  expires_in_seconds!: number;
}
