import { english } from './english.js';

/**
 * What the rules of turn taking know of a language: words by what they do at the end of a sentence. An empty list turns the rule
 * off that would use it.
 */
export interface LanguageWords {
  /** Join what was said with what follows. */
  conjunctions: ReadonlySet<string>;
  /** Join words as well as clauses, and may begin a sentence. */
  coordinators: ReadonlySet<string>;
  /** Join clauses, and what follows has a subject: "but", "so". */
  clauseCoordinators: ReadonlySet<string>;
  /** Begin a clause about what somebody says, or stand for it: "that". */
  complementizers: ReadonlySet<string>;
  /** Behind a noun: "the technician who". */
  relatives: ReadonlySet<string>;
  /** Of these, the ones whose clause may come first and then waits for the main clause. */
  subordinators: ReadonlySet<string>;
  /** Of these, the ones whose clause may be the subject: "whether we come". */
  complements: ReadonlySet<string>;
  /** Join a clause only when a subject follows: "before I". */
  looseJoints: ReadonlySet<string>;
  /** The same in several words, at the beginning. */
  subordinatingPhrases: readonly string[];
  /** Announce a noun and nothing else. */
  determiners: ReadonlySet<string>;
  /** Of these, the ones whose noun is seldom the subject: "a". */
  indefinites: ReadonlySet<string>;
  /** Announce a noun, or stand for one. */
  quantifiers: ReadonlySet<string>;
  prepositions: ReadonlySet<string>;
  /** Prepositions that are adverbs as well: "outside", "before". */
  looseAdverbs: ReadonlySet<string>;
  /** What belongs to a verb, by the verb: "check in", "turn it off". */
  particles: ReadonlyMap<string, ReadonlySet<string>>;
  /** The words for them that need no verb of the list: "hurry up", "burned down". */
  freeParticles: ReadonlySet<string>;
  /** Verbs whose object may stand between: "pick up" is not all without one. */
  separables: ReadonlySet<string>;
  fillers: ReadonlySet<string>;
  fillerPhrases: readonly string[];
  subjectPronouns: ReadonlySet<string>;
  /** Subject or object: "you", "it". */
  eitherPronouns: ReadonlySet<string>;
  objectPronouns: ReadonlySet<string>;
  auxiliaries: ReadonlySet<string>;
  /** Of these, the ones that are verbs of their own as well: "what do you have". */
  mainAuxiliaries: ReadonlySet<string>;
  /** The forms of "to be" among them. */
  copulas: ReadonlySet<string>;
  /** Short forms that never end a sentence: "I'm", "we'll". */
  contractions: RegExp;
  negations: RegExp;
  questionWords: ReadonlySet<string>;
  /** Question words that can stand for the object that a verb or a preposition wants. */
  objectQuestions: ReadonlySet<string>;
  /** Behind the first of these words the second make it a question about an amount, which is an object too: "how many". */
  amountQuestions: ReadonlyMap<string, ReadonlySet<string>>;
  /** Verbs with an amount for their object: "how long does it take". */
  measureVerbs: ReadonlySet<string>;
  /** Questions for a reason, whose subject needs more than a form of "to be". */
  reasonQuestions: ReadonlySet<string>;
  /** Where a preposition may stand last, by the question: "where are you from". */
  stranding: ReadonlyMap<string, ReadonlySet<string>>;
  /** Belongs to an infinitive, or to a verb that needs no object: "who can I talk to". */
  infinitiveMark: string;
  /** Any form of any verb that is known. */
  verbs: ReadonlySet<string>;
  /** Forms that want an object, and what they want is not always said with a noun: "need", "booked". */
  transitives: ReadonlySet<string>;
  /** Want an infinitive, a preposition or a clause: "wondering", "able". */
  incompletes: ReadonlySet<string>;
  /** Want something besides the person: "tell me", "let me". */
  handingOver: ReadonlySet<string>;
  /** The same, less strictly: "told me". */
  looselyHandingOver: ReadonlySet<string>;
  /** What people say, think or see a whole clause of: "I think the hotel". */
  clauseVerbs: ReadonlySet<string>;
  /** Of these, the ones that hardly have a noun alone for their object. */
  opinionVerbs: ReadonlySet<string>;
  /** Mark an infinitive or a verb after them. */
  verbMarkers: ReadonlySet<string>;
  adjectives: ReadonlySet<string>;
  /** Say how much of what follows: "very", "almost". */
  degrees: ReadonlySet<string>;
  /** The same, and may stand last: "only", "exactly". */
  looseDegrees: ReadonlySet<string>;
  /** Begin a name or a compound: "Mr", "New", "credit". */
  nameBeginnings: ReadonlySet<string>;
  /** "Since last", "the next": not without a noun. */
  orderAdjectives: ReadonlySet<string>;
  /** Have a number behind them unless a determiner stands before them: "platform", "gate". */
  numbered: ReadonlySet<string>;
  /** Need something that says which: "kind", "way". */
  relationalNouns: ReadonlySet<string>;
  /** Before these, they need it. */
  relationalMarks: ReadonlySet<string>;
  /** Stand for things, people and places, and may have a clause behind them: "everything I need". */
  pronounNouns: ReadonlySet<string>;
  /** What answers consist of. */
  answers: ReadonlySet<string>;
  /** What comes before what somebody wants to say: "hello", "so". */
  openers: ReadonlySet<string>;
  /** Hardly ever have anything behind them: "please", "thanks". */
  closers: ReadonlySet<string>;
  closingPhrases: readonly string[];
  /** Ends that look open and are not: "I think so", "of course not". */
  wholePhrases: readonly string[];
  /** Pairs of which the second has to follow: "between … and". */
  pairs: ReadonlyMap<string, string>;
  /** After these comes a name: "my name is". */
  introductions: readonly string[];
  digits: ReadonlyMap<string, number>;
  /** Digits that are words of another kind as well. */
  looseDigits: ReadonlySet<string>;
  /** Before a number these have a noun behind it: "my two". */
  numberAnnouncers: ReadonlySet<string>;
  /** Before a number these make a time of it: "ten past eight". */
  timeMarks: ReadonlySet<string>;
  /** The rest of the cardinal numbers. */
  numbers: ReadonlySet<string>;
  ordinals: ReadonlySet<string>;
  /** "double four". */
  digitRepeats: ReadonlySet<string>;
  /** May stand between the digits of one number. */
  digitJoiners: ReadonlySet<string>;
  phonePhrases: readonly string[];
  phoneWords: ReadonlySet<string>;
  codeWords: ReadonlySet<string>;
  emailWords: ReadonlySet<string>;
  spelledAt: string;
  spelledDot: string;
  spelledMarks: ReadonlySet<string>;
  domains: ReadonlySet<string>;
  addressWords: ReadonlySet<string>;
  streets: ReadonlySet<string>;
  /** What people say while they listen, and mean nothing else by it. */
  backchannels: ReadonlySet<string>;
  backchannelPhrases: readonly string[];
}

const LANGUAGES: Readonly<Record<string, LanguageWords>> = { en: english };

/** @param language BCP 47 */
export function wordsOf(language: string): LanguageWords | undefined {
  const [base = ''] = language.toLowerCase().split('-');
  return Object.hasOwn(LANGUAGES, base) ? LANGUAGES[base] : undefined;
}
