import { bareWords } from './open-ended.js';

export interface DescribedIntent {
  name: string;
  description?: string | undefined;
}

/** Words that say the same here. The first stands for all of them. */
const SAME_WORDS = [
  'quote quotation price prices cost costs much offer estimate',
  'book booking buy purchase reserve reservation order confirm',
  'cancel cancellation cancelling abort annul terminate',
  'refund refunded reimburse reimbursement moneyback',
  'human person somebody someone agent representative manager operator staff colleague employee',
  'goodbye bye farewell leave leaving end hang',
  'complain complaint complaining unhappy angry terrible awful disappointed unacceptable',
  'callback recall ring call phone',
  'package packages trip trips holiday holidays vacation tour tours travel',
  'change reschedule rebook postpone move modify',
  'help support assist assistance',
].map((line) => line.split(' '));
const STANDS_FOR = new Map(SAME_WORDS.flatMap((words) => words.map((word) => [word, words[0] ?? word])));

/** Of names and descriptions, what nearly all of them have in them. */
const EMPTY_WORDS = new Set(
  (
    'a an the to of for in on with and or not is are be has have wants want wanted would like likes asks ask asking says say customer caller ' +
    'user they their them he she his her i my me we our you your it this that intent request about speak talk get make please do so what'
  ).split(' '),
);
const NEGATION = /\b(?:not|never|no|don't|won't|didn't|doesn't)\b/;
/** How many words before it turn a word into its opposite. */
const NEGATION_REACH = 4;

const BY_NAME = 0.9;
const BY_DESCRIPTION = 0.7;

/** Which of the intents somebody has who says this, as far as the words for them tell: by name, or by two words of a description. */
export function intentsIn(
  message: string,
  intents: readonly DescribedIntent[],
): { name: string; confidence: number }[] {
  const said = saidWords(message);
  return intents.flatMap(({ name, description = '' }) => {
    const named = meaningsOf(name.replaceAll(/([a-z])([A-Z])/g, '$1 $2'));
    if (named.length > 0 && named.every((word) => said.has(word))) return [{ name, confidence: BY_NAME }];
    const described = meaningsOf(description);
    const shared = described.filter((word) => said.has(word));
    const isEnough = shared.length >= Math.min(2, described.length) && shared.length > 0;
    return isEnough ? [{ name, confidence: BY_DESCRIPTION }] : [];
  });
}

/** What is meant, without what is denied. */
function saidWords(message: string): ReadonlySet<string> {
  const words = bareWords(message).split(' ');
  const meant = words.filter(
    (_, at) => !NEGATION.test(words.slice(Math.max(0, at - NEGATION_REACH), at).join(' ')),
  );
  return new Set(meanings(meant));
}

function meaningsOf(text: string): string[] {
  return [...new Set(meanings(bareWords(text.replaceAll(/[_-]/g, ' ')).split(' ')))];
}

function meanings(words: readonly string[]): string[] {
  return words
    .filter((word) => word && !EMPTY_WORDS.has(word))
    .map((word) => STANDS_FOR.get(word) ?? word.replace(/(?:ing|ed|s)$/, ''));
}
