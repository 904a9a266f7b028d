import { IsArray, IsIn, IsInt, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';
import { provideConfig } from '#config';

/** A load balancer that asks every second or two has asked by then. */
const PRODUCTION_LEAD_MS = 5_000;

export class ServerConfig {
  @IsInt()
  @Min(0)
  @Max(65_535)
  port: number = 3051;

  /** Address to listen on. Unset: 127.0.0.1 while the api is open to everybody, else every address. */
  @IsOptional()
  @IsString()
  host?: string;

  /** Where people and vendors reach the api, when that is not the address it listens on. */
  @IsOptional()
  @IsString()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  publicUrl?: string;

  /** `*` for any origin, without credentials; a list allows credentials. */
  @IsArray()
  @IsString({ each: true })
  corsOrigins: string[] = ['*'];

  /** How many proxies in front may be believed about the caller's address. */
  @IsInt()
  @Min(0)
  @Max(16)
  trustProxy: number = 0;

  /** How long running requests may take after SIGTERM. */
  @IsInt()
  @Min(0)
  @Max(600_000)
  shutdownGraceMs: number = 30_000;

  /** How long it works on after it has said that it goes. Unset: 5 s in production, else not at all. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(600_000)
  shutdownDelayMs?: number;

  @IsString()
  @IsIn(['development', 'production', 'test'])
  environment: string = 'development';

  get leadMs(): number {
    return this.shutdownDelayMs ?? (this.environment === 'production' ? PRODUCTION_LEAD_MS : 0);
  }
}

export const serverConfig = provideConfig(ServerConfig, {
  port: 'PORT|API_SERVER_PORT',
  host: 'HOST',
  publicUrl: 'PUBLIC_URL',
  corsOrigins: 'CORS_ORIGINS|CORS_ORIGIN',
  trustProxy: 'TRUST_PROXY',
  shutdownGraceMs: 'SHUTDOWN_GRACE_MS',
  shutdownDelayMs: 'SHUTDOWN_DELAY_MS',
  environment: 'NODE_ENV',
});
