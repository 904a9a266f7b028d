import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { provideConfig } from '#config';

const A_DAY_MS = 86_400_000;
const MOST_DAYS = 36_500;

export class RecordingRetentionConfig {
  /** Recordings are erased so long after they began; without it they stay as long as their session. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MOST_DAYS)
  days?: number;

  /** Null for as long as their session is kept. */
  get keepRecordingsMs(): number | null {
    return this.days === undefined ? null : this.days * A_DAY_MS;
  }
}

export const recordingRetentionConfig = provideConfig(RecordingRetentionConfig, {
  days: 'RECORDING_RETENTION_DAYS',
});
