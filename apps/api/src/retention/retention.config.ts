import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { provideConfig } from '#config';

export class RetentionConfig {
  /** How long sessions are kept after their end. Unset: for ever. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(36_500)
  days?: number;
}

export const retentionConfig = provideConfig(RetentionConfig, { days: 'RETENTION_DAYS' });
