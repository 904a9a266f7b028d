import { IsBoolean } from 'class-validator';
import { provideConfig } from '#config';

export class SpeechConfig {
  /**
   * Speech that the grammar does not know is `[unclear]` by default: nothing is invented. With this on, and with
   * `pocketsphinx_continuous` on the PATH, such speech is written down as its open recogniser guesses it, wrong words and all.
   */
  @IsBoolean() openSpeech: boolean = false;
}

export const speechConfig = provideConfig(SpeechConfig, { openSpeech: 'SANDBOX_OPEN_SPEECH' });
