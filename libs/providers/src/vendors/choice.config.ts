import { IsIn, IsNumber, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { provideConfig } from '#config';
import { LLM_VENDORS, STT_VENDORS, TTS_VENDORS } from './vendor-name.js';
import type { LlmVendor, SttVendor, TtsVendor } from './vendor-name.js';

/** What agents do that say nothing of their own about it. */
export class ChoiceConfig {
  @IsIn(STT_VENDORS) @IsOptional() sttProvider?: SttVendor;
  @IsIn(TTS_VENDORS) @IsOptional() ttsProvider?: TtsVendor;
  @IsIn(LLM_VENDORS) @IsOptional() llmProvider?: LlmVendor;
  @IsString() @MaxLength(256) @IsOptional() ttsVoice?: string;
  @IsString() @MaxLength(32_768) @IsOptional() systemPrompt?: string;
  /** Seconds, as the variable has it; turn taking counts in milliseconds. */
  @IsNumber() @Min(0) @Max(5) vadMinSpeechS: number = 0.1;
  @IsNumber() @Min(0) @Max(10) vadMinSilenceS: number = 0.3;
  @IsNumber() @Min(0) @Max(2) vadPaddingS: number = 0.1;
}

export const choiceConfig = provideConfig(ChoiceConfig, {
  sttProvider: 'STT_PROVIDER',
  ttsProvider: 'TTS_PROVIDER',
  llmProvider: 'LLM_PROVIDER',
  ttsVoice: 'TTS_VOICE',
  systemPrompt: 'SYSTEM_PROMPT',
  vadMinSpeechS: 'VAD_MIN_SPEECH_DURATION',
  vadMinSilenceS: 'VAD_MIN_SILENCE_DURATION',
  vadPaddingS: 'VAD_PADDING_DURATION',
});
