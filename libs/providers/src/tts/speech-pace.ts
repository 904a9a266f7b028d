import type { Synthesizer } from './synthesizer.js';

/** What is said with one character, against a letter or the space between words. */
const WEIGHTS: readonly [RegExp, number][] = [
  [/\p{M}/u, 0],
  [/[\p{N}\p{Script=Han}\p{Script=Hangul}]/u, 4],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, 3],
  [/[\p{L}\s]/u, 1],
  [/\p{Terminal_Punctuation}/u, 2],
];
/** Of an ordinary voice, until one has been heard: fifteen letters a second. */
const MS_OF_A_LETTER = 65;
/** A voice is known after so many sentences. */
const SENTENCES_TO_KNOW = 3;
/** How much of what was learned is kept with every sentence: voices change with the language. */
const KEPT = 0.8;

/** How long a text is when it is said, in letters. */
export function weigh(text: string): number {
  let weight = 0;
  for (const character of text) weight += WEIGHTS.find(([kind]) => kind.test(character))?.[1] ?? 0;
  return weight;
}

/** How fast a voice speaks, learned from what it has spoken. */
export class SpeechPace {
  private weight = 0;
  private ms = 0;
  private sentences = 0;

  get msOfALetter(): number {
    return this.weight > 0 ? this.ms / this.weight : MS_OF_A_LETTER;
  }

  get isKnown(): boolean {
    return this.sentences >= SENTENCES_TO_KNOW;
  }

  /** A text was spoken whole. */
  learn(text: string, ms: number): void {
    this.weight = this.weight * KEPT + weigh(text);
    this.ms = this.ms * KEPT + ms;
    this.sentences += 1;
  }
}

const paces = new WeakMap<Synthesizer, SpeechPace>();

/** What all talks of the process have learned of a voice. */
export function paceOf(voice: Synthesizer): SpeechPace {
  const known = paces.get(voice);
  if (known) return known;
  const pace = new SpeechPace();
  paces.set(voice, pace);
  return pace;
}

/** They are one voice: what is learned of either is known of both. */
export function sharePace(voice: Synthesizer, other: Synthesizer): void {
  paces.set(voice, paceOf(other));
}
