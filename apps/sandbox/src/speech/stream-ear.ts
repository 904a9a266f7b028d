/** A word as it was heard, on the clock of the stream: milliseconds from its first sample. */
export interface StreamWord {
  /** Small letters, no marks. */
  text: string;
  /** As it stands in a sentence: with its capital and its full stop. */
  written: string;
  startMs: number;
  endMs: number;
  /** 0 to 1. */
  confidence: number;
}

/** What was understood of a stretch of speech. */
export interface Stretch {
  /** Where the speech begins and ends. Of an interim the end is where the sound ends that it was made of. */
  startMs: number;
  endMs: number;
  words: readonly StreamWord[];
}

/** Who follows what a stream is understood as. Calls come in order. */
export interface StreamListener {
  /** Speech begins, or goes on after a silence. */
  speechStarted(atMs: number): void;
  /** All that was said since the last final, as far as it is understood; replaces the interim before. */
  interim(stretch: Stretch): void;
  /** Settled. `forced`: because `finalize` asked for it. */
  final(stretch: Stretch, forced: boolean): void;
}

/** How long a person is silent who has said what they had to say. */
export interface Silences {
  /** After a whole sentence. */
  silenceMs: number;
  /** After what is none. */
  unfinishedSilenceMs: number;
}

/** One stream of sound that becomes words: PCM16 mono in pieces of any size. */
export abstract class StreamEar {
  /** How much sound came. */
  abstract readonly endMs: number;
  abstract write(pcm: Int16Array): void;
  /** Settles after so much silence from now on; a script has times of its own. */
  abstract wait(silences: Silences): void;
  /** Settles what was said, now. Resolves when the listener was told; it is told nothing where nothing is open. */
  abstract finalize(): Promise<void>;
  abstract close(): void;
}

/** The words in a row, with capitals and marks or without. */
export function textOf(words: readonly StreamWord[], written: boolean): string {
  return words.map((word) => (written ? word.written : word.text)).join(' ');
}
