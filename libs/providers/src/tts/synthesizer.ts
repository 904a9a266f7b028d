/** Samples a second of the sound that synthesizers give: PCM16, mono. */
export const SPEAKING_RATE = 24_000;

export interface SpeakingSettings {
  /** BCP 47; undefined leaves it to the vendor. */
  language: string | undefined;
}

/** Text to speech of one vendor, with its key, model and voice. A process keeps one for many talks. */
export abstract class Synthesizer {
  abstract readonly vendor: string;
  abstract readonly modelName: string;
  abstract readonly voice: string;
  /**
   * Speaks one sentence or a few: PCM16 mono at `SPEAKING_RATE`, in pieces as they come. Ends silently when `signal` is aborted,
   * and tells the vendor then that the rest is not wanted.
   * @throws VendorFault from the iteration: before the first piece, or when the sound breaks off
   */
  abstract speak(text: string, settings: SpeakingSettings, signal: AbortSignal): AsyncIterable<Int16Array>;
  /** Has a connection stand ready, where the vendor keeps one; failures are met again when it speaks. */
  abstract warm(): Promise<void>;
  /** Lets go of connections. */
  abstract close(): Promise<void>;
}
