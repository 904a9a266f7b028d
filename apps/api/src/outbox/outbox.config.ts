import { IsInt, Max, Min } from 'class-validator';
import { provideConfig } from '#config';

export class OutboxConfig {
  /** The pause after the first failure; it doubles with each further one. */
  @IsInt() @Min(10) @Max(3_600_000) retryMs: number = 2_000;

  /** The longest pause between two attempts. */
  @IsInt() @Min(10) @Max(86_400_000) retryMaxMs: number = 300_000;

  /** How old something may become before it is given up. */
  @IsInt() @Min(1) giveUpAfterS: number = 259_200;
}

export const outboxConfig = provideConfig(OutboxConfig, {
  retryMs: 'OUTBOX_RETRY_MS',
  retryMaxMs: 'OUTBOX_RETRY_MAX_MS',
  giveUpAfterS: 'OUTBOX_GIVE_UP_AFTER_S',
});
