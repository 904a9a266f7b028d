import type { VendorFault } from '../vendor-fault.js';

/** Samples a second of the sound that transcribers take: PCM16, mono. */
export const HEARING_RATE = 16_000;

export interface TranscriptionSettings {
  /** BCP 47; undefined leaves it to the vendor to find out. */
  language: string | undefined;
}

/** Who follows what a recogniser understands. Calls come in order and must not throw. */
export interface TranscriptionListener {
  /** All that was said since the last final, as far as it is understood; replaces the interim before. */
  interim(text: string): void;
  /**
   * A stretch of speech, settled; never empty. `untilMs`: how far into the sound of the stream it reaches, where that is known;
   * what was said after it is still to be understood.
   */
  final(text: string, language: string | undefined, untilMs?: number): void;
  /** Over, for a reason of the vendor's: nothing follows. */
  failed(fault: VendorFault): void;
}

/** One stream of sound on its way to words. */
export interface Transcription {
  /** Whether it has yet to tell the words of speech that it was to settle: a turn that ended now would be without them. */
  readonly owesWords: boolean;
  /** PCM16 mono at `HEARING_RATE`, best in pieces of 20 ms, in real time, silence included. Ignored once the stream is over. */
  write(samples: Int16Array): void;
  /** The person seems to have finished: settle what was heard now, where the vendor can; the sound goes on. */
  finalize(): void;
  /** Ends the stream; the listener hears nothing after it. */
  close(): void;
}

/** Speech to text of one vendor, with its key and model. A process keeps one for many talks. */
export abstract class Transcriber {
  abstract readonly vendor: string;
  abstract readonly modelName: string;
  /** Opens a stream. @throws VendorFault when the vendor does not take it within its deadline. */
  abstract open(
    settings: TranscriptionSettings,
    listener: TranscriptionListener,
    signal: AbortSignal,
  ): Promise<Transcription>;
}
