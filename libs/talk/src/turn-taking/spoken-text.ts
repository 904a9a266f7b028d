/** What a transcript ends with: marks that end a sentence, or one that says that it goes on. */
export type Mark = '.' | '?' | '!' | ',' | '';

/** The last sentence of what somebody has said so far. */
export interface Sentence {
  /** In lower case, without punctuation. */
  words: readonly string[];
  /** The same as the recogniser wrote them, without punctuation. */
  written: readonly string[];
  /** Places of the words that a comma follows. */
  commas: ReadonlySet<number>;
  mark: Mark;
  /** The words of the sentences before it. */
  earlier: readonly string[];
}

const EDGES = /^[^\p{L}\p{N}@+#']+|[^\p{L}\p{N}@%€$£+#]+$/gu;
const ENDS_SENTENCE = /[.?!]["')\]]*$/;
const ABBREVIATION = /^(?:\p{L}|mr|mrs|ms|dr|st|no|approx|[ap]\.m)\.$/iu;

export function lastSentence(text: string): Sentence {
  const tokens = text.replaceAll('’', "'").split(/\s+/).filter(isWord);
  const start = 1 + tokens.findLastIndex((token, i) => i < tokens.length - 1 && endsSentence(token));
  const written = tokens.map((token) => token.replace(EDGES, ''));
  const words = written.map((word) => word.toLowerCase());
  const sentence = tokens.slice(start);
  return {
    words: words.slice(start),
    written: written.slice(start),
    commas: new Set(sentence.flatMap((token, i) => (/[,;:–—]$/.test(token) ? [i] : []))),
    mark: markOf(text),
    earlier: words.slice(0, start),
  };
}

/** Whether the recogniser takes it for the end of a sentence. */
export function isMarked(text: string): boolean {
  return !['', ','].includes(markOf(text));
}

function isWord(token: string): boolean {
  return /[\p{L}\p{N}@]/u.test(token);
}

function endsSentence(token: string): boolean {
  return ENDS_SENTENCE.test(token) && !ABBREVIATION.test(token);
}

function markOf(text: string): Mark {
  const end = text.trimEnd().replace(/["')\]]+$/, '');
  if (/(?:\.{2,}|…|[,;:–—-])$/.test(end)) return ',';
  const [mark] = /[.?!。？！।؟]$/u.exec(end) ?? [''];
  if (mark === '？' || mark === '؟') return '?';
  if (mark === '。' || mark === '।' || mark === '.') return '.';
  if (mark === '！' || mark === '!') return '!';
  return mark === '?' ? '?' : '';
}
