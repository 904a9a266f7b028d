import { IsArray, IsBoolean, IsOptional, IsString, IsUrl, MinLength } from 'class-validator';
import { provideConfig } from '#config';

export class AccessConfig {
  /** `key`, or `name:sha256-<hex>:scope+scope[:tenant[:rpm]]`, separated by commas. */
  @IsArray()
  @IsString({ each: true })
  apiKeys: string[] = [];

  /** Signs JWTs of callers with HS256. */
  @IsOptional()
  @IsString()
  @MinLength(32)
  jwtSecret?: string;

  /** Where an identity provider keeps the public keys that it signs JWTs of callers with. */
  @IsOptional()
  @IsString()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  jwksUrl?: string;

  /** What a JWT must name as its `aud`. Unset: not looked at. */
  @IsOptional()
  @IsString()
  jwtAudience?: string;

  /** What a JWT must name as its `iss`. Unset: not looked at. */
  @IsOptional()
  @IsString()
  jwtIssuer?: string;

  /** Whether callers without a credential may start sessions and use those whose id or room they know. */
  @IsBoolean()
  allowAnonymous: boolean = false;

  /** Guards the metrics. Unset: they are open. */
  @IsOptional()
  @IsString()
  @MinLength(16)
  metricsToken?: string;

  get takesJwts(): boolean {
    return this.jwtSecret !== undefined || this.jwksUrl !== undefined;
  }
}

export const accessConfig = provideConfig(AccessConfig, {
  apiKeys: 'API_KEYS',
  jwtSecret: 'JWT_SECRET',
  jwksUrl: 'JWKS_URL',
  jwtAudience: 'JWT_AUDIENCE',
  jwtIssuer: 'JWT_ISSUER',
  allowAnonymous: 'ALLOW_ANONYMOUS',
  metricsToken: 'METRICS_TOKEN',
});
