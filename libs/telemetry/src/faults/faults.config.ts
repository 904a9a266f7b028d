import { IsOptional, IsString, IsUrl } from 'class-validator';
import { provideConfig } from '#config';

export class FaultsConfig {
  /** Where faults are reported to, as Sentry names it: `https://<key>@<host>/<project>`. Unset: they are in the log alone. */
  @IsOptional()
  @IsString()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  dsn?: string;

  @IsString()
  environment: string = 'development';
}

export const faultsConfig = provideConfig(FaultsConfig, { dsn: 'SENTRY_DSN', environment: 'NODE_ENV' });
