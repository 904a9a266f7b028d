import { IsOptional, IsString, IsUrl } from 'class-validator';
import { provideConfig } from '#config';
import { ANY_HOST } from './any-host.js';

/** Where Grok is; OpenAI has a configuration of its own. */
export class LanguageVendorsConfig {
  @IsString() @IsOptional() grokApiKey?: string;
  @IsString() @IsOptional() openRouterApiKey?: string;
  /** Whatever speaks as OpenAI does, with either key. */
  @IsUrl(ANY_HOST) @IsOptional() grokBaseUrl?: string;
  @IsString() @IsOptional() grokModel?: string;
}

export const languageVendorsConfig = provideConfig(LanguageVendorsConfig, {
  grokApiKey: 'GROK_API_KEY|XAI_API_KEY',
  openRouterApiKey: 'OPENROUTER_API_KEY',
  grokBaseUrl: 'GROK_BASE_URL',
  grokModel: 'GROK_MODEL',
});
