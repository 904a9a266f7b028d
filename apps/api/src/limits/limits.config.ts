import { IsInt, IsOptional, IsPositive, Max, Min } from 'class-validator';
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

  /** Requests a minute of all keys and people of one tenant together. Unset: as many as they may have one by one. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_000_000)
  tenantRequestsPerMinute?: number;

  /** Sessions that one tenant may have open, whoever started them. Unset: as many as there is room for. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  tenantSessions?: number;

  /** Minutes of talk in 24 hours of one address, for callers that may do no more than talk. Unset: as many as they like. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  minutesADay?: number;

  /** The same of one tenant, whoever talks. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  tenantMinutesADay?: number;

  /** US dollars that one tenant may spend in 24 hours before it starts no more, as far as prices are known. Unset: as many as it likes. */
  @IsOptional()
  @IsPositive()
  tenantUsdADay?: number;

  get aTenant(): Rate | undefined {
    return this.tenantRequestsPerMinute === undefined ? undefined : rate(this.tenantRequestsPerMinute);
  }

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
  tenantRequestsPerMinute: 'TENANT_LIMIT_RPM',
  tenantSessions: 'TENANT_LIMIT_SESSIONS',
  minutesADay: 'RATE_LIMIT_MINUTES',
  tenantMinutesADay: 'TENANT_LIMIT_MINUTES',
  tenantUsdADay: 'TENANT_MAX_USD_PER_DAY',
});

function rate(perMinute: number): Rate {
  return { perMinute, burst: Math.min(perMinute, BURST) };
}
