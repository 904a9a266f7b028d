import { Transcriber } from './transcriber.js';
import type { Transcription, TranscriptionListener, TranscriptionSettings } from './transcriber.js';

/** Words for: find out. */
const FOUND_OUT = new Set(['auto', 'multi']);

/** A recogniser that was chosen for a language: it listens for that one, whatever the agent speaks. */
export class ChoiceLanguage extends Transcriber {
  readonly vendor: string;
  readonly modelName: string;
  private readonly language: string | undefined;

  /** @param language BCP 47, or `auto`, or Deepgram's `multi` */
  constructor(
    private readonly transcriber: Transcriber,
    language: string,
  ) {
    super();
    this.vendor = transcriber.vendor;
    this.modelName = transcriber.modelName;
    this.language = FOUND_OUT.has(language.toLowerCase()) ? undefined : language;
  }

  open(
    settings: TranscriptionSettings,
    listener: TranscriptionListener,
    signal: AbortSignal,
  ): Promise<Transcription> {
    return this.transcriber.open({ ...settings, language: this.language }, listener, signal);
  }
}
