import { provideConfig } from '#config';
import {
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { LivekitNotConfigured } from './livekit.errors.js';

const SCHEME = /^(ws|http)s?:\/\/[^/]/i;
const WANTED_URL = { message: 'must begin with ws://, wss://, http:// or https://' };

/** What a call to the LiveKit server needs. */
export interface LivekitAccess {
  /** `http(s)://`, without a slash at the end. */
  serverUrl: string;
  apiKey: string;
  apiSecret: string;
}

export class LivekitConfig {
  /** Where our own processes find LiveKit: ws(s) or http(s). */
  @IsOptional()
  @IsString()
  @Matches(SCHEME, WANTED_URL)
  url?: string;

  /** Where people find LiveKit, when that is another address. */
  @IsOptional()
  @IsString()
  @Matches(SCHEME, WANTED_URL)
  publicUrl?: string;

  @IsOptional()
  @IsString()
  apiKey?: string;

  @IsOptional()
  @IsString()
  apiSecret?: string;

  /** The name under which agents register and are dispatched. */
  @IsString()
  @Length(1, 256)
  agentName: string = 'custom-agent';

  /** How long a token may be used to join; LiveKit renews it for who is connected. */
  @IsInt()
  @Min(30)
  @Max(3600)
  tokenTtlSeconds: number = 600;

  /** Guards what agents send to the api; derived from the API secret when not set. */
  @ValidateIf((config: LivekitConfig) => config.ingestToken !== undefined && !config.ingestTokenIsDjangos)
  @IsString()
  @MinLength(16)
  ingestToken?: string;

  /** Seed S4's other half, and its token by our name. */
  @IsOptional() @IsString() djangoBaseUrl?: string;
  @IsOptional() @IsString() djangoIngestToken?: string;

  /** In an `.env` of seed S4 the token of that name is what Django asks for, and no secret of ours. */
  get ingestTokenIsDjangos(): boolean {
    return this.djangoBaseUrl !== undefined && this.djangoIngestToken === undefined;
  }

  get configured(): boolean {
    return this.missing().length === 0;
  }

  /** @throws LivekitNotConfigured naming what is missing. */
  access(): LivekitAccess {
    const { url, apiKey, apiSecret } = this;
    if (!url || !apiKey || !apiSecret) throw new LivekitNotConfigured(this.missing());
    return { serverUrl: withScheme('http', url), apiKey, apiSecret };
  }

  /** The address for clients, always ws(s). @throws LivekitNotConfigured */
  clientUrl(): string {
    this.access();
    return withScheme('ws', this.publicUrl ?? this.url ?? '');
  }

  /** The address for our own rooms and workers, always ws(s). @throws LivekitNotConfigured */
  workerUrl(): string {
    return withScheme('ws', this.access().serverUrl);
  }

  private missing(): string[] {
    const wanted = {
      LIVEKIT_URL: this.url,
      LIVEKIT_API_KEY: this.apiKey,
      LIVEKIT_API_SECRET: this.apiSecret,
    };
    return Object.entries(wanted).flatMap(([name, value]) => (value ? [] : [name]));
  }
}

export const livekitConfig = provideConfig(LivekitConfig, {
  url: 'LIVEKIT_URL',
  publicUrl: 'LIVEKIT_PUBLIC_URL',
  apiKey: 'LIVEKIT_API_KEY',
  apiSecret: 'LIVEKIT_API_SECRET',
  agentName: 'AGENT_NAME',
  tokenTtlSeconds: 'TOKEN_TTL_SECONDS',
  ingestToken: 'INGEST_TOKEN',
  djangoBaseUrl: 'DJANGO_BASE_URL',
  djangoIngestToken: 'DJANGO_INGEST_TOKEN',
});

function withScheme(kind: 'ws' | 'http', url: string): string {
  const secure = /^(wss|https):/i.test(url);
  return url.replace(/^\w+:/, secure ? `${kind}s:` : `${kind}:`).replace(/\/+$/, '');
}
