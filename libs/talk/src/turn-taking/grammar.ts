import type { LanguageWords } from './languages/language.js';

/** A verb in any form, as far as the word before it does not make a noun of it: "my order", "the change". */
export function isVerbAt(words: readonly string[], i: number, language: LanguageWords): boolean {
  const word = words[i] ?? '';
  const before = words[i - 1] ?? '';
  if (language.contractions.test(word)) return true;
  if (language.auxiliaries.has(word)) return !language.determiners.has(before);
  if (!language.verbs.has(word)) return false;
  // "Put me through to billing."
  if (before === language.infinitiveMark && word.endsWith('ing')) return false;
  if (language.verbMarkers.has(before)) return true;
  const { determiners, quantifiers, adjectives, prepositions, numbers } = language;
  return ![determiners, quantifiers, adjectives, prepositions, numbers].some((list) => list.has(before));
}

/** The first verb at or behind `from`, -1 without one. */
export function findVerb(words: readonly string[], from: number, language: LanguageWords): number {
  return words.findIndex((_word, i) => i >= from && isVerbAt(words, i, language));
}

export function isPronoun(word: string, language: LanguageWords): boolean {
  return language.subjectPronouns.has(word) || language.eitherPronouns.has(word);
}

/** Where the clause begins that the sentence is about, behind "okay", "and", "um". */
export function mainStart(words: readonly string[], language: LanguageWords): number {
  const { openers, fillers, coordinators } = language;
  const start = words.findIndex((word) => ![openers, fillers, coordinators].some((list) => list.has(word)));
  return Math.max(0, start);
}

export interface Question {
  /** The question word; undefined of one that begins with its verb. */
  asked: string | undefined;
  /** Place of the auxiliary that stands before the subject. */
  auxiliary: number;
  /** Whether something is asked for that the verb or a preposition can have for its object. */
  asksForObject: boolean;
}

/** Undefined of anything but a question with its auxiliary before the subject. */
export function questionOf(words: readonly string[], language: LanguageWords): Question | undefined {
  const start = mainStart(words, language);
  const first = words[start] ?? '';
  if (language.auxiliaries.has(first)) return { asked: undefined, auxiliary: start, asksForObject: false };
  const [asked = '', short] = first.split("'");
  if (!language.questionWords.has(asked)) return undefined;
  const asksForObject =
    language.objectQuestions.has(asked) ||
    language.amountQuestions.get(asked)?.has(words[start + 1] ?? '') === true;
  if (short === 's') return { asked, auxiliary: start, asksForObject };
  const auxiliary = words.findIndex((word, i) => i > start && language.auxiliaries.has(word));
  const verb = findVerb(words, start + 1, language);
  if (auxiliary < 0 || (verb >= 0 && verb < auxiliary)) return undefined;
  // "When I was little" asks nothing.
  if (words.slice(start + 1, auxiliary).some((word) => language.subjectPronouns.has(word))) return undefined;
  return { asked, auxiliary, asksForObject };
}

/** Of a question: the verb behind its subject, -1 while it is missing. Anything behind a pronoun is taken for one. */
export function verbBehindSubject(
  words: readonly string[],
  auxiliary: number,
  language: LanguageWords,
): number {
  const subject = words[auxiliary + 1] ?? '';
  if (isPronoun(subject, language)) {
    return words.findIndex((word, i) => i > auxiliary + 1 && !isMidAdverb(word, language));
  }
  return findVerb(words, auxiliary + (announcesNoun(subject, language) ? 3 : 2), language);
}

export function announcesNoun(word: string, { determiners, quantifiers }: LanguageWords): boolean {
  return determiners.has(word) || quantifiers.has(word);
}

/** Stands between a subject and its verb. */
export function isMidAdverb(word: string, language: LanguageWords): boolean {
  const isOther =
    isPronoun(word, language) || language.auxiliaries.has(word) || word === language.infinitiveMark;
  return language.verbMarkers.has(word) && !isOther && !word.includes("'");
}

/** A pronoun that somebody or something does what follows: "I", "can you", "because it". */
export function isSubjectAt(words: readonly string[], i: number, language: LanguageWords): boolean {
  const word = words[i] ?? '';
  if (language.subjectPronouns.has(word)) return true;
  if (!language.eitherPronouns.has(word)) return false;
  const before = words[i - 1] ?? '';
  const { conjunctions, subordinators, questionWords } = language;
  const joins = [conjunctions, subordinators, questionWords].some((list) => list.has(before));
  return joins || i === mainStart(words, language) || questionOf(words, language)?.auxiliary === i - 1;
}

/** "The sofa we bought", "what you mean": the word before the subject is what the verb wants. */
export function isRelativeVerb(words: readonly string[], at: number, language: LanguageWords): boolean {
  const subject = words.findLastIndex(
    (word, i) =>
      i < at &&
      (isPronoun(word, language) || language.relatives.has(word) || language.contractions.test(word)),
  );
  if (subject < 1 || at - subject > 4) return false;
  const head = words[subject - 1] ?? '';
  if (language.objectQuestions.has(head)) return true;
  const { conjunctions, subordinators, auxiliaries, prepositions, openers, questionWords } = language;
  const isOther = [conjunctions, subordinators, auxiliaries, prepositions, openers, questionWords].some(
    (list) => list.has(head),
  );
  return !isOther && !isPronoun(head, language) && !isVerbAt(words, subject - 1, language);
}
