import {
  announcesNoun,
  isPronoun,
  isRelativeVerb,
  isSubjectAt,
  isVerbAt,
  questionOf,
  verbBehindSubject,
} from './grammar.js';
import { DOUBTFUL, OPEN, UNCLEAR } from './leaning.js';
import type { Leaning } from './leaning.js';
import type { LanguageWords } from './languages/language.js';
import { auxiliary, verb } from './last-verbs.js';
import type { Sentence } from './spoken-text.js';

/** The end of a sentence, with what the rules ask of it. */
export interface End {
  sentence: Sentence;
  words: readonly string[];
  at: number;
  last: string;
  before: string;
  language: LanguageWords;
}

type Rule = (end: End) => Leaning | undefined;

/** What speaks against the last words being the last; undefined when nothing does. */
export function leaningOfLastWords(sentence: Sentence, language: LanguageWords): Leaning | undefined {
  const { words } = sentence;
  const at = words.length - 1;
  const end = { sentence, words, at, last: words[at] ?? '', before: words[at - 1] ?? '', language };
  if (endsWith(words, language.fillerPhrases)) return OPEN;
  if (endsWith(words, language.wholePhrases)) return undefined;
  for (const rule of RULES) {
    const leaning = rule(end);
    if (leaning) return leaning;
  }
  return undefined;
}

export function endsWith(words: readonly string[], phrases: readonly string[]): boolean {
  const said = ` ${words.join(' ')}`;
  return phrases.some((phrase) => said.endsWith(` ${phrase}`));
}

/** In this order: a word is judged by the first rule that has something against it. */
const RULES: readonly Rule[] = [
  filler,
  conjunction,
  determiner,
  preposition,
  pronoun,
  auxiliary,
  negation,
  verb,
  questionWord,
  modifier,
  name,
  number,
];

function filler({ last, language }: End): Leaning | undefined {
  return language.fillers.has(last) || language.contractions.test(last) ? OPEN : undefined;
}

function conjunction({ words, at, last, before, language }: End): Leaning | undefined {
  if (!language.conjunctions.has(last)) return undefined;
  if (!language.complementizers.has(last)) return OPEN;
  // "About that", "take that", "how much is that" against "told me that", "the one that".
  const isObject =
    language.prepositions.has(before) ||
    language.mainAuxiliaries.has(before) ||
    words[at - 2] === language.infinitiveMark ||
    (language.transitives.has(before) && !language.clauseVerbs.has(before));
  const question = questionOf(words, language);
  const ofQuestion =
    question &&
    (question.auxiliary === at - 1 || verbBehindSubject(words, question.auxiliary, language) === at - 1);
  return isObject || ofQuestion ? undefined : DOUBTFUL;
}

function determiner({ last, before, language }: End): Leaning | undefined {
  if (language.determiners.has(last) || language.degrees.has(last)) return OPEN;
  if (language.looseDegrees.has(last)) return UNCLEAR;
  const isPossessive = /.'s$/.test(last) && before !== '';
  const isQuantifier = language.quantifiers.has(last) && !language.eitherPronouns.has(last);
  return isPossessive || (isQuantifier && !language.objectPronouns.has(last)) ? DOUBTFUL : undefined;
}

function preposition(end: End): Leaning | undefined {
  const { words, at, last, before, language } = end;
  const isLoose = language.looseAdverbs.has(last);
  if (!isLoose && !language.prepositions.has(last)) return undefined;
  // "Pick up", but "pick us up".
  const isFree = language.freeParticles.has(last) && language.verbs.has(before);
  if (isFree || isParticle(end)) return lacksObject(end) ? DOUBTFUL : undefined;
  if (isStranded(end)) return undefined;
  // "When he's outside"
  if (isLoose) return language.copulas.has(before) || language.contractions.test(before) ? UNCLEAR : DOUBTFUL;
  const isRelative = isVerbAt(words, at - 1, language) && isRelativeVerb(words, at - 1, language);
  return isRelative && last !== language.infinitiveMark ? DOUBTFUL : OPEN;
}

/** "Check in", "turn it off", "pick us up". */
function isParticle({ words, at, last, language }: End): boolean {
  const near = words.slice(Math.max(0, at - 3), at);
  return near.some((word) =>
    [...language.particles].some(([verb, particles]) => particles.has(last) && stemsFrom(word, verb)),
  );
}

function stemsFrom(word: string, verb: string): boolean {
  const stem = verb.replace(/e$/, '');
  return (
    word === verb ||
    (word.startsWith(stem) &&
      new RegExp(`^(?:e?s|e?d|${verb.at(-1)}?(?:ing|ed))$`).test(word.slice(stem.length)))
  );
}

/** The verb wants an object and has had none. */
function lacksObject({ words, before, language }: End): boolean {
  return language.separables.has(before) && !questionOf(words, language)?.asksForObject;
}

/** "Who am I talking to", "where are you from", "which terminal does it leave from". */
function isStranded({ words, at, last, before, language }: End): boolean {
  const question = questionOf(words, language);
  if (!question || question.auxiliary >= at - 1) return false;
  const fits = question.asksForObject || language.stranding.get(question.asked ?? '')?.has(last);
  const isVerb = isVerbAt(words, at - 1, language) && !language.auxiliaries.has(before);
  if (last === language.infinitiveMark)
    return question.asksForObject && isVerb && !language.transitives.has(before);
  return fits === true && (isPronoun(before, language) || isVerb || language.mainAuxiliaries.has(before));
}

function pronoun({ sentence, words, at, last, before, language }: End): Leaning | undefined {
  if (language.subjectPronouns.has(last)) return OPEN;
  const isObject = language.objectPronouns.has(last);
  if (!isObject && !language.eitherPronouns.has(last)) return undefined;
  if (language.handingOver.has(before)) return OPEN;
  const question = questionOf(words, language);
  if (language.looselyHandingOver.has(before))
    return question?.asksForObject || isRelativeVerb(words, at - 1, language) ? undefined : DOUBTFUL;
  if (isObject) return undefined;
  if (isSubjectAt(words, at, language)) {
    // "Where is it" and "how are you" are whole, "where did it" is not.
    const isCopula = language.copulas.has(before) || before.endsWith("'s");
    return question?.asked !== undefined && question.auxiliary === at - 1 && isCopula ? undefined : OPEN;
  }
  // "…, isn't it?"
  if (language.auxiliaries.has(before)) return sentence.mark === '?' && at > 2 ? undefined : DOUBTFUL;
  const follows =
    isVerbAt(words, at - 1, language) ||
    [language.prepositions, language.looseAdverbs].some((list) => list.has(before));
  return follows || last === 'there' ? undefined : DOUBTFUL;
}

function negation({ last, language }: End): Leaning | undefined {
  return language.negations.test(last) ? OPEN : undefined;
}

function questionWord({ words, last, before, language }: End): Leaning | undefined {
  if (!language.questionWords.has(last)) return undefined;
  // "I don't know why."
  const isUnknown = language.clauseVerbs.has(before) && words.some((word) => language.negations.test(word));
  return isUnknown ? UNCLEAR : OPEN;
}

function modifier({ sentence, words, at, last, before, language }: End): Leaning | undefined {
  const isAnnounced = announcesNoun(before, language) || (language.adjectives.has(before) && at > 1);
  const isName = /^\p{Lu}/u.test(sentence.written[at] ?? '') || !language.adjectives.has(last);
  if (language.nameBeginnings.has(last) && isName) return DOUBTFUL;
  // "This cold" is how cold.
  const isDegree = language.eitherPronouns.has(before) && language.copulas.has(words[at - 2] ?? '');
  if (language.adjectives.has(last) && isAnnounced && !isDegree) return DOUBTFUL;
  const follows = language.prepositions.has(before) || language.conjunctions.has(before);
  if (language.orderAdjectives.has(last) && (follows || isSubjectAt(words, at - 1, language)))
    return DOUBTFUL;
  const isTold = follows || language.copulas.has(before) || language.contractions.test(before);
  if (language.numbered.has(last) && isTold) return DOUBTFUL;
  return language.relationalNouns.has(last) && language.relationalMarks.has(before) ? UNCLEAR : undefined;
}

/** A first name may have a last name behind it. */
function name({ sentence, words, at, language }: End): Leaning | undefined {
  const isName = /^\p{Lu}\p{Ll}+$/u.test(sentence.written[at] ?? '');
  return isName && endsWith(words.slice(0, -1), language.introductions) ? UNCLEAR : undefined;
}

function number({ at, last, before, language }: End): Leaning | undefined {
  if (language.ordinals.has(last)) return announcesNoun(before, language) ? UNCLEAR : undefined;
  const isNumber = language.numbers.has(last) || language.digits.has(last) || /^\d+$/.test(last);
  if (!isNumber || language.looseDigits.has(last) || at === 0 || language.timeMarks.has(before))
    return undefined;
  return language.numberAnnouncers.has(before) ? DOUBTFUL : UNCLEAR;
}
