import { IsBoolean, IsOptional, IsString, MaxLength } from 'class-validator';
import { provideConfig } from '#config';
import { currentModel } from '#providers';

const MODEL = 'gpt-4o-mini';

/** What a language model is asked about messages that were kept. */
export class JudgingConfig {
  /** Of OpenAI. Unset: the one of ours, see `currentModel`. */
  @IsString() @MaxLength(256) @IsOptional() model?: string;
  /** Whether it is asked what a message tells of its speaker, too. */
  @IsBoolean() contacts: boolean = false;

  /** For questions that are asked now. */
  modelNow(now: number = Date.now()): string {
    return this.model ?? currentModel(MODEL, now);
  }
}

export const judgingConfig = provideConfig(JudgingConfig, {
  model: 'MESSAGE_JUDGE_MODEL',
  contacts: 'CONTACTS_BY_MODEL',
});
