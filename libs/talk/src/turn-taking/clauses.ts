import {
  announcesNoun,
  findVerb,
  isPronoun,
  isVerbAt,
  mainStart,
  questionOf,
  verbBehindSubject,
} from './grammar.js';
import { DOUBTFUL, OPEN, strongest, UNCLEAR } from './leaning.js';
import type { Leaning } from './leaning.js';
import type { LanguageWords } from './languages/language.js';
import type { Sentence } from './spoken-text.js';

/** What the clauses of a sentence miss to be whole; undefined when nothing is known to be missing. */
export function leaningOfClauses(sentence: Sentence, language: LanguageWords): Leaning | undefined {
  const main =
    subordinateFirst(sentence, language) ?? question(sentence, language) ?? statement(sentence, language);
  return strongest([main, lastClause(sentence, language), pair(sentence, language)]);
}

/** "If the weather is bad": the main clause is to come. */
function subordinateFirst({ words, commas, mark }: Sentence, language: LanguageWords): Leaning | undefined {
  const start = mainStart(words, language);
  const first = words[start] ?? '';
  const next = words[start + 1] ?? '';
  const said = `${words.slice(start).join(' ')} `;
  const phrase = language.subordinatingPhrases.find((each) => said.startsWith(`${each} `));
  const isQuestion = language.questionWords.has(first) && (language.auxiliaries.has(next) || mark === '?');
  if (phrase === undefined && (!language.subordinators.has(first) || isQuestion)) return undefined;
  const own = findVerb(words, start + (phrase?.split(' ').length ?? 1), language);
  const comma = [...commas].find((at) => at > start + 1);
  const main = comma === undefined ? secondClause(words, own, language) : comma + 1;
  if (main > 0 && main < words.length && findVerb(words, main, language) >= 0) return undefined;
  // "Whether we come depends on the price."
  if (
    phrase === undefined &&
    language.complements.has(first) &&
    own >= 0 &&
    findVerb(words, own + 1, language) >= 0
  )
    return undefined;
  // "After lunch", "before nine": an answer, perhaps.
  const isTime = phrase === undefined && own < 0 && !language.prepositions.has(next);
  return isTime ? UNCLEAR : DOUBTFUL;
}

/** A subject of its own behind the verb of the first clause: "if it rains can we", "when it starts the light blinks". */
function secondClause(words: readonly string[], own: number, language: LanguageWords): number {
  return words.findIndex((word, i) => {
    if (own < 0 || i <= own + 1) return false;
    const isVerbNext = isVerbAt(words, i + 1, language);
    const isNoun = language.determiners.has(word) && findVerb(words, i + 2, language) >= 0;
    const isSubject =
      language.subjectPronouns.has(word) ||
      ((language.eitherPronouns.has(word) || language.pronounNouns.has(word)) && isVerbNext);
    const isInverted = language.auxiliaries.has(word) && isPronoun(words[i + 1] ?? '', language);
    return isInverted || ((isSubject || isNoun) && !isVerbAt(words, i - 1, language));
  });
}

function question({ words }: Sentence, language: LanguageWords): Leaning | undefined {
  const start = mainStart(words, language);
  const asked = questionOf(words, language);
  if (!asked) {
    // "Which terminal", "how many bags"
    const isNoun = language.questionWords.has(words[start] ?? '') && findVerb(words, start + 1, language) < 0;
    return isNoun ? (words.length - start > 1 ? DOUBTFUL : UNCLEAR) : undefined;
  }
  const auxiliary = words[asked.auxiliary] ?? '';
  const isCopula = language.copulas.has(auxiliary) || auxiliary.endsWith("'s");
  const needsPredicate = asked.asked === undefined || language.reasonQuestions.has(asked.asked);
  if (isCopula)
    return needsPredicate && predicateIsMissing(words, asked.auxiliary, language) ? DOUBTFUL : undefined;
  // "Which room has a view" and "have a nice day" need no other verb.
  const next = words[asked.auxiliary + 1] ?? '';
  const isMain = language.mainAuxiliaries.has(auxiliary.replace('has', 'have'));
  if (isMain && (asked.asked === undefined ? language.indefinites.has(next) : !isPronoun(next, language)))
    return undefined;
  return verbBehindSubject(words, asked.auxiliary, language) < 0 ? DOUBTFUL : undefined;
}

/** "Is the pool", "are the rooms": what of it? */
function predicateIsMissing(words: readonly string[], auxiliary: number, language: LanguageWords): boolean {
  const subject = words[auxiliary + 1] ?? '';
  return (
    words.length <= auxiliary + (announcesNoun(subject, language) && !isPronoun(subject, language) ? 3 : 2)
  );
}

/** A subject without its verb: "the printer on the second floor", "the order I placed". */
function statement({ words }: Sentence, language: LanguageWords): Leaning | undefined {
  const start = mainStart(words, language);
  const first = words[start] ?? '';
  const last = words.at(-1) ?? '';
  const verb = findVerb(words, start, language);
  const isSubject = language.determiners.has(first) && !language.indefinites.has(first);
  if (verb < 0) {
    if (isPronoun(first, language) && words.length - start < 4) return OPEN;
    return isSubject && !language.closers.has(last) && !language.pronounNouns.has(last)
      ? DOUBTFUL
      : undefined;
  }
  const before = words[verb - 1] ?? '';
  const isAbout = isPronoun(before, language) || language.relatives.has(before);
  // "My wife and I are" is no clause about the wife.
  if (!isSubject && !language.pronounNouns.has(first)) return undefined;
  if (verb < start + 2 || !isAbout || language.conjunctions.has(words[verb - 2] ?? '')) return undefined;
  // The first verb belongs to a clause about the subject; is there another?
  let next = verb + 1;
  while (language.auxiliaries.has(words[next - 1] ?? '') && isVerbAt(words, next, language)) next += 1;
  return findVerb(words, next, language) < 0 ? DOUBTFUL : undefined;
}

/** The clause behind the last "because", "if", "that" or "I think" has no verb yet. */
function lastClause({ words }: Sentence, language: LanguageWords): Leaning | undefined {
  const start = mainStart(words, language);
  const opening = words.findLastIndex((_word, i) => i > start && opensClause(words, i, language));
  if (opening < 0 || opening === words.length - 1) return undefined;
  const rest = words.slice(opening + 1);
  if (findVerb(rest, 0, language) >= 0) return undefined;
  const [next = ''] = rest;
  // "If possible", "because of the noise", "but not today"
  const isShort =
    language.adjectives.has(next) || language.prepositions.has(next) || language.negations.test(next);
  return isShort || language.clauseCoordinators.has(next) ? undefined : DOUBTFUL;
}

function opensClause(words: readonly string[], i: number, language: LanguageWords): boolean {
  const word = words[i] ?? '';
  const next = words[i + 1] ?? '';
  const before = words[i - 1] ?? '';
  const isSubject = isPronoun(next, language) || language.determiners.has(next);
  if (language.complementizers.has(word))
    return language.clauseVerbs.has(before) || language.objectPronouns.has(before);
  if (language.clauseCoordinators.has(word)) return isSubject;
  if (language.looseJoints.has(word)) return language.subjectPronouns.has(next);
  if (language.questionWords.has(word) || language.subordinators.has(word)) return true;
  return language.opinionVerbs.has(word) && isVerbAt(words, i, language) && isSubject;
}

function pair({ words }: Sentence, language: LanguageWords): Leaning | undefined {
  const found = [...language.pairs].find(([first]) => words.includes(first));
  if (!found) return undefined;
  const [first, second] = found;
  const at = words.lastIndexOf(first);
  if (words.includes(second, at) || at === words.length - 1) return undefined;
  return language.prepositions.has(first) ? OPEN : UNCLEAR;
}
