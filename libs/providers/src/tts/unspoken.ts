import { weigh } from './speech-pace.js';
import type { SpeechPace } from './speech-pace.js';

/** A word of which so much was heard is understood. */
const HEARD_PART = 0.75;
/** An unknown voice that spoke for so much longer than expected has said all. */
const SURELY_ALL = 1.15;

const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });
const SPACELESS =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const IS_SPACELESS = new RegExp(`[${SPACELESS}]`, 'u');
/** What stands before a word, or is the beginning of it, as in a price or a name with marks. */
const BEGUN = new RegExp(`[^\\s${SPACELESS}]*$`, 'u');
/** After these a clause begins; those of scripts with spaces also stand inside numbers and names. */
const CLAUSE_END = /[\p{Terminal_Punctuation}–—](?=\s)|[、。，！？；：]/gu;

/**
 * What of a text is still to be said when its sound broke off. Begins with the word that was cut; where the voice is not known
 * well enough to tell which one it was, with its clause. Empty when all was said.
 */
export function unspoken(text: string, heardMs: number, pace: SpeechPace): string {
  const heard = heardMs / pace.msOfALetter;
  const starts = [...wordStarts(text), text.length];
  const cut = starts.slice(0, -1).find((start, i) => {
    const word = text.slice(start, starts[i + 1]).replace(/[^\p{L}\p{N}]+$/u, '');
    return heard < weigh(text.slice(0, start)) + weigh(word) * HEARD_PART;
  });
  if (pace.isKnown || cut === starts[0]) return cut === undefined ? '' : text.slice(cut);
  if (cut === undefined && heard > weigh(text) * SURELY_ALL) return '';
  const clause = clauseStarts(text).findLast((start) => start <= (cut ?? text.length));
  // Without a clause to begin with, it would be the whole sentence once more.
  return text.slice(clause ?? cut ?? text.length).trimStart();
}

/** Prices and addresses are one word, where there are spaces to tell. */
function wordStarts(text: string): number[] {
  const starts = [...WORDS.segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ index, segment }) => (IS_SPACELESS.test(segment) ? index : text.slice(0, index).search(BEGUN)));
  return [...new Set(starts)];
}

function clauseStarts(text: string): number[] {
  return [...text.matchAll(CLAUSE_END)]
    .map(({ index }) => index + 1)
    .filter((start) => /\S/.test(text.slice(start)));
}
