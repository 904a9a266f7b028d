import { leaningOfClauses } from './clauses.js';
import { wordsOf } from './languages/language.js';
import type { LanguageWords } from './languages/language.js';
import { endsWith, leaningOfLastWords } from './last-words.js';
import { COMPLETE, DOUBTFUL, PLAUSIBLE, SHORT, strongest } from './leaning.js';
import type { Leaning, TextState } from './leaning.js';
import { leaningOfSpelling } from './spelling.js';
import { lastSentence } from './spoken-text.js';
import type { Sentence } from './spoken-text.js';

export type { TextState } from './leaning.js';

/**
 * How much of a turn these words are, judged by the last of them and by the clauses they make. Of a language without words of its
 * own only the recogniser's marks are known, and they are not trusted alone.
 * @param language BCP 47
 */
export function textState(text: string, language: string): TextState {
  const sentence = lastSentence(text);
  if (sentence.words.length === 0) return 'none';
  if (sentence.mark === ',') return 'open';
  const words = wordsOf(language);
  const leaning = words ? leaningOf(sentence, words) : DOUBTFUL;
  return sentence.mark === '' ? leaning.unmarked : leaning.marked;
}

function leaningOf(sentence: Sentence, language: LanguageWords): Leaning {
  const spelling = leaningOfSpelling(sentence, language);
  if (spelling) return spelling;
  const whole = leaningOfWhole(sentence, language);
  if (whole) return whole;
  const objection = strongest([leaningOfLastWords(sentence, language), leaningOfClauses(sentence, language)]);
  return objection ?? (endsForGood(sentence, language) ? COMPLETE : PLAUSIBLE);
}

/** Sentences of a few words that need no grammar. */
function leaningOfWhole(
  { words, commas, mark, earlier }: Sentence,
  language: LanguageWords,
): Leaning | undefined {
  const said = words.join(' ');
  if (language.closingPhrases.includes(said)) return COMPLETE;
  if (language.wholePhrases.includes(said)) return PLAUSIBLE;
  const lastPart = words.slice(1 + Math.max(-1, ...commas));
  if (lastPart.every((word) => language.answers.has(word))) return PLAUSIBLE;
  if (words.every((word) => language.openers.has(word))) return mark === '?' ? PLAUSIBLE : DOUBTFUL;
  if (words.length > 1 || earlier.length > 0) return undefined;
  return isFunctionWord(said, language) ? undefined : SHORT;
}

function isFunctionWord(word: string, language: LanguageWords): boolean {
  return (
    [
      language.conjunctions,
      language.determiners,
      language.quantifiers,
      language.prepositions,
      language.looseAdverbs,
      language.fillers,
      language.subjectPronouns,
      language.eitherPronouns,
      language.auxiliaries,
      language.questionWords,
      language.verbs,
      language.degrees,
    ].some((list) => list.has(word)) || language.contractions.test(word)
  );
}

function endsForGood({ words }: Sentence, language: LanguageWords): boolean {
  const [before = '', last = ''] = words.slice(-2);
  const isClosed = words.length > 2 && language.closers.has(last) && !language.conjunctions.has(before);
  return isClosed || endsWith(words, language.closingPhrases);
}
