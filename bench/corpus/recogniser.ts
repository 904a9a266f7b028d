import { seededRandom } from '../../apps/sandbox/src/speech/travel-grammar.ts';
import type { Place, Plan } from './plan.ts';

/** What the simulated recogniser tells, in milliseconds of the caller's sound. */
export interface Understood {
  atMs: number;
  type: 'interim' | 'final';
  text: string;
}

/** Words said in one breath, and when each of them ends. */
export interface Clause {
  words: readonly string[];
  startMs: number;
  wordEndsMs: readonly number[];
}

const INTERIM_EVERY_MS = 100;
/** A word is understood so long after its end. */
const DELAY_MS = 100;
/** A full stop or a question mark at the true end, and where there is none, by what the words so far are. */
const MARKS_END = 0.85;
const MARKS_PAUSE: Readonly<Record<Place, number>> = {
  inside: 0.15,
  'could end': 0.6,
  'between sentences': 0.9,
};
const KEEPS_COMMA = 0.5;
/** At a pause in a question: the recogniser goes by the words. */
const ASKS_AT_PAUSE = 0.5;
const MISHEARS = 0.1;

/** Interims every 100 ms while somebody speaks, and a final when a clause has ended. */
export function understand(plan: Plan, clauses: readonly Clause[]): Understood[] {
  const random = seededRandom(plan.seed);
  return clauses.flatMap((clause, i) => {
    const endMs = clause.wordEndsMs.at(-1) ?? clause.startMs;
    const finalMs = endMs + DELAY_MS;
    const isLast = i === clauses.length - 1;
    const text = clause.words.join(' ');
    const interims = drawInterims(clause, finalMs, random);
    const final = isLast ? markEnd(text, random) : markPause(text, plan, random);
    return [...interims, { atMs: finalMs, type: 'final' as const, text: final }];
  });
}

function drawInterims(clause: Clause, finalMs: number, random: () => number): Understood[] {
  const interims: Understood[] = [];
  for (let atMs = clause.startMs + INTERIM_EVERY_MS; atMs < finalMs; atMs += INTERIM_EVERY_MS) {
    const known = clause.wordEndsMs.filter((endMs) => endMs <= atMs - DELAY_MS).length;
    if (known === 0) continue;
    const words = clause.words.slice(0, known);
    if (random() < MISHEARS) words[known - 1] = misheard(words[known - 1] ?? '');
    interims.push({ atMs, type: 'interim', text: withoutMark(words.join(' ')) });
  }
  return interims;
}

/** Half of a long word is another word. */
function misheard(word: string): string {
  return word.length > 4 ? word.slice(0, Math.ceil(word.length / 2)) : `${word} the`;
}

function markEnd(text: string, random: () => number): string {
  return random() < MARKS_END ? text : withoutMark(text);
}

function markPause(text: string, { pause, words }: Plan, random: () => number): string {
  const isMarked = random() < MARKS_PAUSE[pause?.place ?? 'inside'];
  const asks = words.at(-1)?.endsWith('?') && random() < ASKS_AT_PAUSE;
  const keepsComma = random() < KEEPS_COMMA;
  if (isMarked) return `${withoutMark(text)}${asks ? '?' : '.'}`;
  return text.endsWith(',') && keepsComma ? text : withoutMark(text);
}

function withoutMark(text: string): string {
  return text.replace(/[.?!,]+$/, '');
}
