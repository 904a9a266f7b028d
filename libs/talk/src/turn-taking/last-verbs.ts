import {
  findVerb,
  isMidAdverb,
  isPronoun,
  isRelativeVerb,
  isSubjectAt,
  isVerbAt,
  mainStart,
  questionOf,
  verbBehindSubject,
} from './grammar.js';
import type { End } from './last-words.js';
import { DOUBTFUL, OPEN, UNCLEAR } from './leaning.js';
import type { Leaning } from './leaning.js';

/** How far before a participle its "was" stands: "was it really cancelled". */
const PASSIVE_REACH = 4;

/** What an auxiliary at the end waits for. */
export function auxiliary({ sentence, words, at, last, before, language }: End): Leaning | undefined {
  // "In May" is none.
  const isName = at > 0 && /^\p{Lu}/u.test(sentence.written[at] ?? '');
  if (!language.auxiliaries.has(last) || language.determiners.has(before) || isName) return undefined;
  const question = questionOf(words, language);
  if (language.mainAuxiliaries.has(last) && question?.asked !== undefined && question.auxiliary < at - 1)
    return undefined;
  // "Yes, I do"; without the yes it is rather a beginning: "I have".
  const isAnswer = at >= 1 && at <= 3 && isPronoun(before, language);
  if (isAnswer && at >= 2 && language.answers.has(words[0] ?? '')) return undefined;
  if (isAnswer && at === 1) return DOUBTFUL;
  // "I don't know where it is."
  const asked = words.findLastIndex((word) => language.questionWords.has(word));
  const isIndirect = asked > 0 && asked < at - 1 && !language.auxiliaries.has(words[asked + 1] ?? '');
  return isIndirect && language.copulas.has(last) ? UNCLEAR : OPEN;
}

/** What a verb at the end waits for, or an adverb that has one behind it. */
export function verb(end: End): Leaning | undefined {
  const { words, at, last, before, language } = end;
  const start = mainStart(words, language);
  if (isMidAdverb(last, language)) {
    const isBetween =
      isSubjectAt(words, at - 1, language) ||
      language.auxiliaries.has(before) ||
      language.contractions.test(before);
    return !language.closers.has(last) && (isBetween || at === start) ? OPEN : undefined;
  }
  const question = questionOf(words, language);
  const hasGap = question?.asked !== undefined && question.auxiliary < at - 1;
  if (language.incompletes.has(last)) {
    if (hasGap || language.questionWords.has(before)) return undefined;
    return DOUBTFUL;
  }
  if (!language.transitives.has(last) || !isVerbAt(words, at, language) || isNounBehindNoun(end))
    return undefined;
  if (hasGap && objectWasAskedFor(end)) return undefined;
  if (isPassive(end) || isInfinitiveOfNoun(end) || isRelativeVerb(words, at, language)) return undefined;
  return DOUBTFUL;
}

/** "What do you recommend", "how long does it take". */
function objectWasAskedFor({ words, last, language }: End): boolean {
  const question = questionOf(words, language);
  if (!question) return false;
  const hasVerb = verbBehindSubject(words, question.auxiliary, language) >= 0;
  return question.asksForObject || language.measureVerbs.has(last) || !hasVerb;
}

/** "Was cancelled", "is missing". */
function isPassive({ words, at, last, before, language }: End): boolean {
  const isParticiple = /(?:ed|en|t|d|n)$/.test(last);
  const near = words.slice(Math.max(0, at - PASSIVE_REACH), at);
  const isStated = near.some((word) => language.copulas.has(word) || /'(?:s|m|re)$/.test(word));
  return (isParticiple && isStated) || (language.adjectives.has(last) && language.copulas.has(before));
}

/** "Something to eat", "what to bring". */
function isInfinitiveOfNoun({ words, at, before, language }: End): boolean {
  const head = words[at - 2] ?? '';
  return (
    before === language.infinitiveMark &&
    (language.pronounNouns.has(head) || language.questionWords.has(head))
  );
}

/** "The airport transfer": nothing before it asks for a verb, and the clause has its own. */
function isNounBehindNoun({ words, at, last, before, language }: End): boolean {
  const { verbMarkers, auxiliaries, conjunctions, fillers } = language;
  const asksForVerb =
    [verbMarkers, auxiliaries, conjunctions, fillers].some((list) => list.has(before)) ||
    language.contractions.test(before) ||
    isPronoun(before, language) ||
    (last.endsWith('ing') && isVerbAt(words, at - 1, language));
  if (asksForVerb || at === mainStart(words, language)) return false;
  const question = questionOf(words, language);
  const clause =
    1 +
    words.findLastIndex((word, i) => i < at && (conjunctions.has(word) || language.subordinators.has(word)));
  const isOne = question !== undefined && question.auxiliary >= clause;
  const own = isOne
    ? verbBehindSubject(words, question.auxiliary, language)
    : findVerb(words, clause, language);
  return own >= 0 && own < at;
}
