import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { provideConfig } from '#config';

const A_KEY = 600;
const AN_ADDRESS = 300;
const BURST = 300;

/** So many requests a minute over time, and so many of them at once. */
export interface Rate {
  perMinute: number;
  burst: number;
}

export class LimitsConfig {
  /** Requests a minute of one key, and of one address without a key. Unset: 600 and 300. At most 300 of them come at once. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  requestsPerMinute?: number;

  /** Sessions that one address may have open, for callers that may do no more than talk. */
  @IsInt()
  @Min(1)
  @Max(100_000)
  openSessions: number = 10;

  get anAddress(): Rate {
    return rate(this.requestsPerMinute ?? AN_ADDRESS);
  }

  /** @param own The number that stands in the key's own entry. */
  aKey(own?: number): Rate {
    return rate(own ?? this.requestsPerMinute ?? A_KEY);
  }
}

export const limitsConfig = provideConfig(LimitsConfig, {
  requestsPerMinute: 'RATE_LIMIT_RPM',
  openSessions: 'RATE_LIMIT_SESSIONS',
});

function rate(perMinute: number): Rate {
  return { perMinute, burst: Math.min(perMinute, BURST) };
}
