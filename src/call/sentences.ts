import { readFile } from 'node:fs/promises';
import { TRAVEL_SCRIPT } from '../../apps/sandbox/src/dialogue/travel-script.ts';
import { drawUtterance, drawUtterances, seededRandom } from '../../apps/sandbox/src/speech/travel-grammar.ts';
import { BadOption } from './options.ts';
import type { CallOptions } from './options.ts';

export interface ChosenSentences {
  sentences: string[];
  /** Where they come from, when that needs saying: a seed to draw them again. */
  origin: string | null;
}

/** What the caller says. @throws BadOption when a file has nothing to say. */
export async function sentencesFor(options: CallOptions): Promise<ChosenSentences> {
  const chosen = await choose(options);
  return { ...chosen, sentences: chosen.sentences.slice(0, options.turns ?? undefined) };
}

async function choose({ texts, sentences, draw, seed }: CallOptions): Promise<ChosenSentences> {
  if (texts.length > 0) return { sentences: texts, origin: null };
  if (sentences !== null) return { sentences: await linesOf(sentences), origin: null };
  if (draw !== null) return { sentences: drawUtterances(seed, draw), origin: `drawn by --seed ${seed}` };
  return { sentences: [...TRAVEL_SCRIPT], origin: null };
}

async function linesOf(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BadOption(`${file} cannot be read.`, { cause });
  });
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) throw new BadOption(`There is no sentence in ${file}.`);
  return lines;
}

/** What there is to say to the simulated agent, by rule of its grammar. */
const SUBJECTS = ['greeting', 'search', 'detail', 'contact', 'quote', 'robot', 'answer', 'parting'];
const EXAMPLES = 3;

/** For `--help`. */
export function sentencesThatWork(): string {
  const random = seededRandom(1);
  const examples = SUBJECTS.flatMap((rule) =>
    Array.from({ length: EXAMPLES }, () => drawUtterance(random, rule)),
  );
  return [
    'The travel script:',
    ...TRAVEL_SCRIPT.map(indent),
    '',
    'Sentences like these are understood by the sandbox too (`--draw` says others of them):',
    ...[...new Set(examples)].map(indent),
  ].join('\n');
}

function indent(sentence: string): string {
  return `  ${sentence}`;
}
