import { IsOptional, IsString, IsUrl } from 'class-validator';
import { provideConfig } from '#config';
import { ANY_ORIGIN } from './any-host.js';

/** Who understands speech, and who speaks. */
export class SpeechVendorsConfig {
  @IsString() @IsOptional() deepgramApiKey?: string;
  @IsUrl(ANY_ORIGIN) deepgramBaseUrl: string = 'https://api.deepgram.com';
  @IsString() @IsOptional() assemblyAiApiKey?: string;
  @IsUrl(ANY_ORIGIN) assemblyAiBaseUrl: string = 'https://streaming.assemblyai.com';
  @IsString() @IsOptional() cartesiaApiKey?: string;
  @IsUrl(ANY_ORIGIN) cartesiaBaseUrl: string = 'https://api.cartesia.ai';
  @IsString() @IsOptional() elevenLabsApiKey?: string;
  /** With `/v1`. */
  @IsUrl(ANY_ORIGIN) elevenLabsBaseUrl: string = 'https://api.elevenlabs.io/v1';
}

export const speechVendorsConfig = provideConfig(SpeechVendorsConfig, {
  deepgramApiKey: 'DEEPGRAM_API_KEY',
  deepgramBaseUrl: 'DEEPGRAM_BASE_URL',
  assemblyAiApiKey: 'ASSEMBLYAI_API_KEY',
  assemblyAiBaseUrl: 'ASSEMBLYAI_BASE_URL',
  cartesiaApiKey: 'CARTESIA_API_KEY',
  cartesiaBaseUrl: 'CARTESIA_BASE_URL',
  elevenLabsApiKey: 'ELEVEN_API_KEY|ELEVENLABS_API_KEY',
  elevenLabsBaseUrl: 'ELEVEN_BASE_URL',
});
