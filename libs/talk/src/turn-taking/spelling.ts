import { DOUBTFUL, OPEN, PLAUSIBLE, SPELLING, UNCLEAR } from './leaning.js';
import type { Leaning } from './leaning.js';
import type { LanguageWords } from './languages/language.js';
import type { Sentence } from './spoken-text.js';

/** Of a phone number that is whole; below, more digits are sure to come. */
const SHORTEST_PHONE = 7;
const USUAL_PHONE = 10;
const SHORTEST_CODE = 4;
/** A street has a number and up to so many words before "Street". */
const STREET_WORDS = 2;

/** Numbers, codes, names and addresses that are said piece by piece, and how far they have come; undefined when there is none. */
export function leaningOfSpelling(sentence: Sentence, language: LanguageWords): Leaning | undefined {
  return (
    leaningOfEmail(sentence, language) ??
    leaningOfStreet(sentence, language) ??
    leaningOfLetters(sentence, language) ??
    leaningOfDigits(sentence, language)
  );
}

function leaningOfEmail({ words, earlier }: Sentence, language: LanguageWords): Leaning | undefined {
  const { spelledAt, spelledDot, spelledMarks, domains, emailWords } = language;
  if (words.some((word) => /.@.+\.\p{L}{2,}$/u.test(word))) return undefined;
  const marks = words.filter((word) => spelledMarks.has(word) && word !== spelledAt);
  const isTold = isTelling(words, language);
  const isEmail = [...earlier, ...words].some((word) => emailWords.has(word));
  if (marks.length === 0) return isTold && isEmail ? OPEN : undefined;
  const dot = words.lastIndexOf(spelledDot);
  const at = dot < 0 ? -1 : words.lastIndexOf(spelledAt, dot);
  const isWhole = at > 0 && dot > at + 1 && domains.has(words[dot + 1] ?? '');
  if (!isWhole) return OPEN;
  return dot + 2 === words.length ? PLAUSIBLE : undefined;
}

/** "My e-mail is anna", not "my e-mail is broken". */
function isTelling(words: readonly string[], language: LanguageWords): boolean {
  const { emailWords, addressWords, auxiliaries, verbs, adjectives } = language;
  const named = words.findIndex(
    (word, i) => (emailWords.has(word) || addressWords.has(word)) && auxiliaries.has(words[i + 1] ?? ''),
  );
  const value = named < 0 ? [] : words.slice(named + 2);
  return value.length > 0 && !value.some((word) => verbs.has(word) || adjectives.has(word));
}

function leaningOfStreet({ words }: Sentence, language: LanguageWords): Leaning | undefined {
  if (!words.some((word) => language.addressWords.has(word))) return undefined;
  const number = words.findLastIndex((word) => isNumber(word, language));
  const name = words.slice(number + 1);
  const isOther = name.some((word) => language.streets.has(word) || isCommon(word, language));
  return number < 1 || name.length > STREET_WORDS || isOther ? undefined : OPEN;
}

function leaningOfLetters(
  { words, written, commas }: Sentence,
  language: LanguageWords,
): Leaning | undefined {
  const start = 1 + written.findLastIndex((word) => !/^\p{Lu}$/u.test(word));
  const letters = words.slice(start);
  const spelled = letters.join('');
  const before = words.slice(0, start);
  const isCode = before.some((word) => language.codeWords.has(word));
  // "My wife and I" spells nothing.
  if (letters.length < 2 && !isCode && !commas.has(start - 1)) return undefined;
  const isOther = spelled === 'i' || before.some((word) => language.digits.has(word));
  if (letters.length === 0 || isOther) return undefined;
  if (before.includes(spelled)) return PLAUSIBLE;
  if (before.some((word) => word.startsWith(spelled))) return SPELLING;
  return letters.length < SHORTEST_CODE ? SPELLING : UNCLEAR;
}

function leaningOfDigits(sentence: Sentence, language: LanguageWords): Leaning | undefined {
  const { words, written, earlier } = sentence;
  const { digits, digitRepeats, digitJoiners, codeWords } = language;
  const last = words.at(-1) ?? '';
  if (digitRepeats.has(last) && words.some((word) => digits.has(word))) return SPELLING;
  const isOther = (word: string, i: number) =>
    !isPiece(word, written[i] ?? '', language) && !digitJoiners.has(word);
  const run = 1 + words.findLastIndex(isOther);
  const start = words.findIndex((word, i) => i >= run && !digitJoiners.has(word));
  if (start < 0 || digitJoiners.has(last)) return undefined;
  const told = [...earlier, ...words.slice(0, start)];
  const isPhone =
    told.some((word) => language.phoneWords.has(word)) ||
    language.phonePhrases.some((phrase) => told.join(' ').includes(phrase));
  const isCode = told.some((word) => codeWords.has(word));
  const count = countOf(words.slice(start), language);
  // One digit can be a number of its own: "a table for four".
  const isStarted = (isPhone || isCode) && announcesDigits(words[start - 1] ?? '', isCode, language);
  if (count === 0 || (count === 1 && !isStarted)) return undefined;
  return isPhone ? leaningOfPhone(count) : leaningOfCode(count, isCode);
}

function announcesDigits(word: string, isCode: boolean, language: LanguageWords): boolean {
  const { auxiliaries, codeWords, prepositions, contractions, verbs } = language;
  const announces = [auxiliaries, codeWords, prepositions].some((list) => list.has(word));
  return announces || contractions.test(word) || (isCode && verbs.has(word));
}

function leaningOfPhone(digits: number): Leaning {
  if (digits < SHORTEST_PHONE) return SPELLING;
  return digits < USUAL_PHONE ? UNCLEAR : PLAUSIBLE;
}

function leaningOfCode(digits: number, isCode: boolean): Leaning {
  // "Extension two two eight" is whole; it needs a mark to be believed.
  if (digits === SHORTEST_CODE - 1) return { marked: 'maybe', unmarked: 'number' };
  if (digits < SHORTEST_CODE) return SPELLING;
  return isCode || digits < USUAL_PHONE ? PLAUSIBLE : DOUBTFUL;
}

/** Of something that is said digit by digit, letters included. */
function isPiece(word: string, written: string, language: LanguageWords): boolean {
  return (
    language.digits.has(word) ||
    language.digitRepeats.has(word) ||
    /^\d+$/.test(word) ||
    /^\p{Lu}$|^\p{Lu}*\d+\p{Lu}*$/u.test(written)
  );
}

function countOf(pieces: readonly string[], language: LanguageWords): number {
  const hasDigit = pieces.some((piece) => language.digits.has(piece) || /\d/.test(piece));
  if (!hasDigit) return 0;
  return pieces
    .filter((piece) => !language.digitJoiners.has(piece))
    .reduce(
      (sum, piece) =>
        sum + (language.digits.has(piece) || language.digitRepeats.has(piece) ? 1 : piece.length),
      0,
    );
}

function isNumber(word: string, { digits, numbers }: LanguageWords): boolean {
  return /^\d+\p{L}?$/u.test(word) || digits.has(word) || numbers.has(word);
}

function isCommon(word: string, language: LanguageWords): boolean {
  return (
    language.verbs.has(word) ||
    language.prepositions.has(word) ||
    language.conjunctions.has(word) ||
    language.codeWords.has(word)
  );
}
