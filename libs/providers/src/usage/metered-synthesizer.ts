import { sharePace } from '../tts/speech-pace.js';
import { Synthesizer } from '../tts/synthesizer.js';
import type { SpeakingSettings } from '../tts/synthesizer.js';
import type { UsageListener } from './usage-listener.js';

/** A voice that tells one talk how much it was given to speak. */
export class MeteredSynthesizer extends Synthesizer {
  readonly vendor: string;
  readonly modelName: string;
  readonly voice: string;

  constructor(
    private readonly synthesizer: Synthesizer,
    private readonly listener: UsageListener,
  ) {
    super();
    this.vendor = synthesizer.vendor;
    this.modelName = synthesizer.modelName;
    this.voice = synthesizer.voice;
    sharePace(this, synthesizer);
  }

  speak(text: string, settings: SpeakingSettings, signal: AbortSignal): AsyncIterable<Int16Array> {
    return this.counted(text, this.synthesizer.speak(text, settings, signal));
  }

  warm(): Promise<void> {
    return this.synthesizer.warm();
  }

  close(): Promise<void> {
    return this.synthesizer.close();
  }

  /** What no sound came of is not counted: vendors charge for what they speak. */
  private async *counted(
    text: string,
    sound: AsyncIterable<Int16Array>,
  ): AsyncGenerator<Int16Array, void, undefined> {
    const { vendor, modelName: model, listener } = this;
    let isFirst = true;
    for await (const piece of sound) {
      if (isFirst) listener.used({ vendor, model, characters: text.length });
      isFirst = false;
      yield piece;
    }
  }
}
