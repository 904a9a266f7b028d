import { IsOptional, IsString, IsUrl, ValidateIf } from 'class-validator';
import { provideConfig } from '#config';
import { PEER_URL } from '../peer/peer-url.js';

const hasUrl = ({ baseUrl }: DjangoConfig) => baseUrl !== undefined;
const hasOwnToken = ({ ownToken }: DjangoConfig) => ownToken !== undefined;

/** Seed S4's other half: it knows the people, and keeps what was said. */
export class DjangoConfig {
  @ValidateIf((config: DjangoConfig) => hasUrl(config) || hasOwnToken(config))
  @IsUrl(PEER_URL, { message: 'must be an http(s) URL, and set where DJANGO_INGEST_TOKEN is' })
  baseUrl?: string;

  /** What it asks for when it is told something; unset, INGEST_TOKEN is that, as in seed S4. */
  @ValidateIf((config: DjangoConfig) => hasOwnToken(config) || (hasUrl(config) && !config.ingestToken))
  @IsString({ message: 'must be set where DJANGO_BASE_URL is' })
  ownToken?: string;

  @IsOptional()
  @IsString()
  ingestToken?: string;

  /** Undefined when it is not used. */
  get access(): { baseUrl: string; token: string } | undefined {
    const token = this.ownToken ?? this.ingestToken;
    return this.baseUrl !== undefined && token !== undefined ? { baseUrl: this.baseUrl, token } : undefined;
  }
}

export const djangoConfig = provideConfig(DjangoConfig, {
  baseUrl: 'DJANGO_BASE_URL',
  ownToken: 'DJANGO_INGEST_TOKEN',
  ingestToken: 'INGEST_TOKEN',
});
