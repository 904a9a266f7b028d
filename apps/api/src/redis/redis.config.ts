import { IsOptional, IsUrl } from 'class-validator';
import { provideConfig } from '#config';

export class RedisConfig {
  /** `redis://` or `rediss://`, with the password in it where there is one. Unset: what processes share of limits is nothing. */
  @IsOptional()
  @IsUrl({ protocols: ['redis', 'rediss'], require_protocol: true, require_tld: false })
  url?: string;
}

export const redisConfig = provideConfig(RedisConfig, { url: 'REDIS_URL' });
