import { IsBoolean, IsInt, IsOptional, IsString, IsUrl, Max, Min } from 'class-validator';
import { NotInProduction, provideConfig } from '#config';
import { currentModel } from './models/model-table.js';
import { ANY_HOST } from './vendors/any-host.js';

const REALTIME_MODEL = 'gpt-realtime';

export class OpenAiConfig {
  @IsString() @IsOptional() apiKey?: string;
  /** With `/v1`. */
  @IsUrl(ANY_HOST) baseUrl: string = 'https://api.openai.com/v1';
  @IsString() voice: string = 'marin';
  /** Unset: the one of ours, see `currentRealtimeModel`. */
  @IsString() @IsOptional() realtimeModel?: string;
  /** From a question to the first piece of its answer; unset, 6 s, and 20 s for the sandbox. */
  @IsInt()
  @Min(1_000)
  @Max(60_000)
  @IsOptional()
  answerWithinMs?: number;
  /** Whether callers of `GET /token` share one client secret until it is about to expire. */
  @IsBoolean() tokenShared: boolean = true;
  /** Where the simulated vendors answer; unset in production. */
  @NotInProduction()
  @IsUrl(ANY_HOST)
  @IsOptional()
  sandboxUrl?: string;

  /** For realtime sessions that begin now; where nobody named one, a model that its vendor has stopped gives way to its successor. */
  currentRealtimeModel(now: number = Date.now()): string {
    return this.realtimeModel ?? currentModel(REALTIME_MODEL, now);
  }
}

export const openAiConfig = provideConfig(OpenAiConfig, {
  apiKey: 'OPENAI_API_KEY',
  baseUrl: 'OPENAI_BASE_URL',
  voice: 'OPENAI_VOICE',
  realtimeModel: 'OPENAI_REALTIME_MODEL',
  answerWithinMs: 'OPENAI_ANSWER_WITHIN_MS',
  tokenShared: 'OPENAI_TOKEN_SHARED',
  sandboxUrl: 'SANDBOX_URL',
});
