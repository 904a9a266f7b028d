import { IsOptional, IsString, IsUrl } from 'class-validator';
import { provideConfig } from '#config';

export class TracingConfig {
  /** Where a collector takes OTLP over HTTP, without `/v1/traces`. Unset: nothing is traced. */
  @IsOptional()
  @IsString()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  endpoint?: string;
}

export const tracingConfig = provideConfig(TracingConfig, { endpoint: 'OTEL_EXPORTER_OTLP_ENDPOINT' });
