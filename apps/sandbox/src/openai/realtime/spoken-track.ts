import { SAMPLES_PER_MS } from './sound-buffer.js';

interface Stretch {
  text: string;
  startMs: number;
  endMs: number;
}

/** What an answer says when. Within a sentence the time of a word is estimated by its place among the letters. */
export class SpokenTrack {
  private readonly words: Stretch[] = [];
  private lengthMs = 0;

  get durationMs(): number {
    return this.lengthMs;
  }

  /** All that was said. */
  get text(): string {
    return this.heardUntil(Infinity);
  }

  /** Lays a sentence behind what is there and gives its words with their times. */
  add(sentence: string, samples: number): readonly Stretch[] {
    const startMs = this.lengthMs;
    const durationMs = samples / SAMPLES_PER_MS;
    const words = [...sentence.matchAll(/\S+/g)].map(({ 0: text, index }) => ({
      text,
      startMs: startMs + (index / sentence.length) * durationMs,
      endMs: startMs + ((index + text.length) / sentence.length) * durationMs,
    }));
    this.words.push(...words);
    this.lengthMs += durationMs;
    return words;
  }

  /** The words whose end was heard. */
  heardUntil(ms: number): string {
    return this.words
      .filter((word) => endedBy(ms, word))
      .map(({ text }) => text)
      .join(' ');
  }

  /** Forgets what lies behind this time. */
  cut(ms: number): void {
    this.words.splice(0, Infinity, ...this.words.filter((word) => endedBy(ms, word)));
    this.lengthMs = Math.min(this.lengthMs, ms);
  }
}

/** Sums of fractions: a word that ends with its sentence must not be lost to the last digit. */
function endedBy(ms: number, { endMs }: Stretch): boolean {
  return endMs <= ms + 1;
}
