import { IsString, IsUrl, ValidateIf } from 'class-validator';
import { provideConfig } from '#config';
import { PEER_URL } from '../peer/peer-url.js';

const isWanted = ({ url, key }: SupabaseConfig) => url !== undefined || key !== undefined;

/** Seed S3's database of agents. */
export class SupabaseConfig {
  /** Of the project, without a path. */
  @ValidateIf(isWanted)
  @IsUrl(PEER_URL, { message: 'must be an http(s) URL, and set where SUPABASE_SERVICE_ROLE_KEY is' })
  url?: string;

  /** A service role key of either kind, the older JWT or `sb_secret_…`. */
  @ValidateIf(isWanted)
  @IsString({ message: 'must be set where SUPABASE_URL is' })
  key?: string;
}

export const supabaseConfig = provideConfig(SupabaseConfig, {
  url: 'SUPABASE_URL',
  key: 'SUPABASE_SERVICE_ROLE_KEY',
});
