/** Sound of which a fake recogniser knows the words: each is a level of its own, so no real speech is needed. */
const QUIETEST_WORD = 4_000;
const STEP = 100;
const WORD_MS = 200;
/** Half a word is no word. */
const SHORTEST_WORD_MS = 150;
/** After so much quiet a fake recogniser settles what it heard. */
const SETTLES_AFTER_MS = 100;

/** One word, by its number from 0 to 250, at 16 kHz. */
export function wordSound(word: number): Int16Array {
  return new Int16Array((WORD_MS / 1_000) * 16_000).fill(QUIETEST_WORD + word * STEP);
}

export function quiet(ms: number): Int16Array {
  return new Int16Array((ms / 1_000) * 16_000);
}

/** Words one after the other; after each so much quiet. */
export function talkSound(
  words: readonly number[],
  pauseMs: (word: number) => number = () => 40,
): Int16Array {
  const parts = words.flatMap((word) => [wordSound(word), quiet(pauseMs(word))]);
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

/** The pieces of 20 ms in which a talk comes. */
export function pieces(sound: Int16Array, samples: number = 320): Int16Array[] {
  return Array.from({ length: Math.ceil(sound.length / samples) }, (_, i) =>
    sound.slice(i * samples, (i + 1) * samples),
  );
}

export function spelled(words: readonly number[]): string {
  return words.map((word) => `w${word}`).join(' ');
}

export interface WordListener {
  interim(text: string): void;
  final(text: string, fromMs: number, untilMs: number): void;
}

/** The ear of a fake recogniser. */
export class WordEar {
  private heardSamples = 0;
  private level = 0;
  private run = 0;
  private settledMs = 0;
  private words: number[] = [];

  constructor(
    private readonly rate: number,
    private readonly listener: WordListener,
  ) {}

  get heardMs(): number {
    return (this.heardSamples / this.rate) * 1_000;
  }

  hear(samples: Int16Array): void {
    for (const sample of samples) {
      this.heardSamples += 1;
      if (sample === this.level) this.run += 1;
      else this.change(sample);
      if (this.level === 0 && this.run === (this.rate * SETTLES_AFTER_MS) / 1_000) this.settle();
    }
  }

  settle(): void {
    const { words, settledMs } = this;
    if (words.length === 0) return;
    this.words = [];
    this.settledMs = this.heardMs;
    this.listener.final(spelled(words), settledMs, this.heardMs);
  }

  private change(sample: number): void {
    const wasWord = this.level >= QUIETEST_WORD && this.run >= (this.rate * SHORTEST_WORD_MS) / 1_000;
    if (wasWord) {
      this.words.push((this.level - QUIETEST_WORD) / STEP);
      this.listener.interim(spelled(this.words));
    }
    this.level = sample;
    this.run = 1;
  }
}
