import { isAbbreviation } from './abbreviations.js';
import { EarText } from './ear-text.js';
import { isSayable } from './sayable.js';

interface SentencesOptions {
  /** BCP 47. */
  language?: string | undefined;
  /** Gives the first clause of the text by itself, where it is long enough: speech begins earlier. */
  firstClause?: boolean;
}

const FIRST_CLAUSE_WORDS = 4;
/** Without an end so far, a text is cut between two words: vendors take no more at once, and a listener no more in one breath. */
const LONGEST = 600;

const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });
const CLOSERS = '\\p{Pe}\\p{Pf}"\'';
/** Where a piece may end: a line, a sentence, a clause. */
const ENDS = new RegExp(`\\n|[\\p{Sentence_Terminal}…]+[${CLOSERS}]*|[,;:，、；：،؛—–]`, 'gu');
/** Marks of scripts that write no space after them. */
const NEEDS_SPACE = /^[.!?…,;:—–]/;
/** Of these nothing depends on what comes next, where they do not stand in a number. */
const BREATH = /^[,;]$/;
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Undefined: that depends on what comes next. */
type Verdict = boolean | undefined;

/** Cuts a streamed text of a language model into sentences for a voice, each as soon as it is complete. */
export class Sentences {
  private readonly ear = new EarText();
  private readonly language: string | undefined;
  private wantsClause: boolean;
  private text = '';

  constructor({ language, firstClause = false }: SentencesOptions = {}) {
    this.language = language;
    this.wantsClause = firstClause;
  }

  /** @returns the sentences that are complete now */
  push(delta: string): string[] {
    this.text += this.ear.push(delta);
    return this.cut(false);
  }

  /** @returns the rest: there is no more text */
  end(): string[] {
    this.text += this.ear.end();
    const sentences = this.cut(true);
    const rest = tidy(this.text);
    this.text = '';
    return isSayable(rest) ? [...sentences, rest] : sentences;
  }

  private cut(isLast: boolean): string[] {
    const sentences: string[] = [];
    for (;;) {
      this.text = this.text.trimStart();
      const end = this.nextEnd(isLast);
      if (end === undefined) return sentences;
      const sentence = tidy(this.text.slice(0, end));
      this.text = this.text.slice(end);
      if (!isSayable(sentence)) continue;
      sentences.push(sentence);
      this.wantsClause = false;
    }
  }

  /** Looks no further than the longest sentence, so that it does not matter in which portions the text came. */
  private nextEnd(isLast: boolean): number | undefined {
    const view = this.text.slice(0, LONGEST);
    const isFull = view.length === LONGEST;
    for (const { 0: mark, index } of view.matchAll(ENDS)) {
      const end = index + mark.length;
      if (!isSayable(view.slice(0, end))) continue;
      const verdict = this.endsAt(view, index, mark);
      if (verdict === true) return end;
      if (verdict === undefined && !isFull && !isLast) return undefined;
    }
    return isFull ? lastGap(view) : undefined;
  }

  private endsAt(view: string, index: number, mark: string): Verdict {
    if (mark === '\n') return true;
    const after = view.slice(index + mark.length);
    const isClause = !/^[\p{Sentence_Terminal}…]/u.test(mark);
    if (isClause && !(this.wantsClause && countWords(view.slice(0, index)) >= FIRST_CLAUSE_WORDS))
      return false;
    // Nobody waits for the next word: behind a letter it ends the clause whatever follows.
    if (isClause && BREATH.test(mark) && /\p{L}$/u.test(view.slice(0, index))) return true;
    if (after === '') return undefined;
    if (!NEEDS_SPACE.test(mark) || SPACELESS.test(after.charAt(0))) return true;
    if (!/^\s/.test(after)) return false;
    return isClause || this.sentenceEnds(view.slice(0, index), mark, after);
  }

  private sentenceEnds(before: string, mark: string, after: string): Verdict {
    const [space = '', next] = /^\s+(\S?)/u.exec(after) ?? [];
    if (space.includes('\n')) return true;
    if (!next) return undefined;
    if (/\p{Ll}/u.test(next)) return /^[!?]+$/.test(mark);
    return mark !== '.' || !isAbbreviation(before, next, this.language);
  }
}

function countWords(text: string): number {
  return [...WORDS.segment(text)].filter(({ isWordLike }) => isWordLike).length;
}

/** Between words, better after a mark; in the middle of one that is endless. */
function lastGap(view: string): number {
  const clause = Math.max(...[', ', '; ', ': '].map((mark) => view.lastIndexOf(mark))) + 1;
  if (clause > LONGEST / 2) return clause;
  const space = view.search(/\s\S*$/);
  if (space > 0) return space;
  return [...WORDS.segment(view)].at(-1)?.index || view.length;
}

/** What marks have left behind. */
function tidy(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,!?;:…]|\.(?!\d))/g, '')
    .trim();
}
