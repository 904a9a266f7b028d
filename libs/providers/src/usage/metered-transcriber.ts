import { HEARING_RATE, Transcriber } from '../stt/transcriber.js';
import type { Transcription, TranscriptionListener, TranscriptionSettings } from '../stt/transcriber.js';
import type { UsageListener } from './usage-listener.js';

/** A recogniser that tells one talk how much it was given to hear. */
export class MeteredTranscriber extends Transcriber {
  readonly vendor: string;
  readonly modelName: string;

  constructor(
    private readonly transcriber: Transcriber,
    private readonly listener: UsageListener,
  ) {
    super();
    this.vendor = transcriber.vendor;
    this.modelName = transcriber.modelName;
  }

  async open(
    settings: TranscriptionSettings,
    listener: TranscriptionListener,
    signal: AbortSignal,
  ): Promise<Transcription> {
    const stream = await this.transcriber.open(settings, listener, signal);
    return {
      get owesWords() {
        return stream.owesWords;
      },
      write: (samples) => {
        stream.write(samples);
        this.tell(samples.length / HEARING_RATE);
      },
      finalize: () => stream.finalize(),
      close: () => stream.close(),
    };
  }

  private tell(audioSeconds: number): void {
    const { vendor, modelName: model } = this;
    this.listener.used({ vendor, model, audioSeconds });
  }
}
