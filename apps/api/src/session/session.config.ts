import { IsInt, IsOptional, IsPositive, Max, Min } from 'class-validator';
import { provideConfig } from '#config';

export class SessionConfig {
  /** How long a session may wait for an agent, in seconds. */
  @IsInt()
  @Min(1)
  @Max(600)
  startTimeoutS: number = 20;

  /** How long a session may last, in seconds, where the agent's definition says nothing else. */
  @IsInt()
  @Min(1)
  @Max(86_400)
  maxS: number = 3_600;

  /** How long a session waits for people to come back, in seconds, where the agent's definition says nothing else. */
  @IsInt()
  @Min(1)
  @Max(86_400)
  idleS: number = 120;

  /** What a session may cost, in US dollars, as far as prices are known. Unset: nothing limits it. */
  @IsOptional()
  @IsPositive()
  maxUsd?: number;

  /** An agent that is silent for this long is counted as lost, in milliseconds. It renews its lease every second. */
  @IsInt()
  @Min(200)
  @Max(60_000)
  leaseMs: number = 3_000;
}

export const sessionConfig = provideConfig(SessionConfig, {
  startTimeoutS: 'SESSION_START_TIMEOUT_S',
  maxS: 'SESSION_MAX_S',
  idleS: 'SESSION_IDLE_S',
  maxUsd: 'SESSION_MAX_USD',
  leaseMs: 'LEASE_MS',
});
