import { seededRandom } from '../../apps/sandbox/src/speech/travel-grammar.ts';
import { SENTENCES } from './sentences.ts';
import type { Kind } from './sentences.ts';

export const NOISES = ['quiet', 'room', 'street'] as const;
export type Noise = (typeof NOISES)[number];

/** Where a pause is: the words so far cannot be all, could be all, or are a sentence before another. */
export type Place = 'inside' | 'could end' | 'between sentences';

export interface Pause {
  /** How many words come before it. */
  after: number;
  ms: number;
  place: Place;
}

/** One sentence as one caller says it. */
export interface Plan {
  id: string;
  /** From 1: the odd ones are for tuning, the even ones are reported. */
  number: number;
  kind: Kind;
  words: readonly string[];
  voice: string;
  noise: Noise;
  /** Silence before the first word. */
  leadMs: number;
  pause: Pause | null;
  /** For the chances of the recogniser and the noise. */
  seed: number;
}

/** The sentences are fixed; what is drawn by it are the pauses, the noise and the recogniser's mistakes. */
export const SEED = 1;
const SHORTEST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 900;
const LEAD_MS = 300;

/** Every sentence in every voice; every second time with a pause after a word that the seed chooses. */
export function drawPlans(seed: number, voices: readonly string[]): Plan[] {
  const random = seededRandom(seed);
  const sentences = Object.entries(SENTENCES).flatMap(([kind, texts]) =>
    texts.map((text) => ({ kind: kind as Kind, ...readSentence(text) })),
  );
  return sentences.flatMap(({ kind, words, places }, i) =>
    voices.map((voice, j): Plan => ({
      id: `${seed}-${i + 1}-${voice}`,
      number: i + 1,
      kind,
      words,
      voice,
      noise: NOISES[Math.floor(random() * NOISES.length)] ?? 'quiet',
      leadMs: LEAD_MS + Math.floor(random() * LEAD_MS),
      pause: (i + j) % 2 === 0 ? drawPause(places, random) : null,
      seed: Math.floor(random() * 2 ** 31),
    })),
  );
}

export function isForTuning({ number }: Plan): boolean {
  return number % 2 === 1;
}

export function isReported(plan: Plan): boolean {
  return !isForTuning(plan);
}

function drawPause(places: readonly Place[], random: () => number): Pause | null {
  const chosen = Math.floor(random() * places.length);
  const ms = Math.round(SHORTEST_PAUSE_MS + random() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS));
  const place = places[chosen];
  return place ? { after: chosen + 1, ms, place } : null;
}

/** The words, and what a pause after each but the last would be. */
export function readSentence(text: string): { words: string[]; places: Place[] } {
  const words: string[] = [];
  const places: Place[] = [];
  for (const token of text.split(' ')) {
    if (token !== '|') {
      words.push(token);
      places.push(/[.?!]$/.test(token) ? 'between sentences' : 'inside');
    } else if (places.at(-1) === 'inside') places[places.length - 1] = 'could end';
  }
  return { words, places: places.slice(0, -1) };
}
