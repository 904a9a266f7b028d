import { DESTINATIONS, OTHER_DESTINATIONS } from './travel-grammar.js';

export type TravelIntent =
  | 'greet'
  | 'find_packages'
  | 'list_destinations'
  | 'describe_package'
  | 'give_contact'
  | 'quote'
  | 'move_robot'
  | 'yes'
  | 'no'
  | 'thanks'
  | 'goodbye'
  | 'unknown';

export interface RobotMove {
  type: 'gesture' | 'emotion' | 'look' | 'move_hands' | 'move_body';
  value: string;
}

/** What a sentence means to the travel dialogue. */
export interface TravelSlots {
  intent: TravelIntent;
  /** As it is written: `New York`. */
  destination?: string;
  nights?: number;
  people?: number;
  /** US dollars. */
  budget?: number;
  /** 1 for the first package that was read out. */
  choice?: number;
  name?: string;
  email?: string;
  /** Digits, with a leading `+` when it was given. */
  phone?: string;
  robot?: RobotMove;
}

/** Reads a sentence: as the grammar writes it, or freely typed. */
export function travelSlots(sentence: string): TravelSlots {
  const text = sentence.replaceAll(/[‘’]/g, "'");
  const words = plain(text);
  const found = {
    destination: destination(words) ?? namedPlace(text),
    nights: nights(words),
    people: counted(words, /people|persons?|adults|guests|travell?ers|of us/),
    budget: budget(words),
    choice: choice(words),
    name: name(text),
    email: email(words),
    phone: phone(words),
    robot: ROBOT_MOVES.find(([pattern]) => pattern.test(words))?.[1],
  };
  return { intent: intentOf(words, found), ...withoutGaps(found) };
}

type Found = { [Slot in Exclude<keyof TravelSlots, 'intent'>]: TravelSlots[Slot] | undefined };

/** The first that fits. A sentence that says goodbye or gives a name is about that, whatever else it has. */
function intentOf(words: string, slots: Found): TravelIntent {
  const says = (pattern: RegExp) => pattern.test(words);
  if (says(/\b(goodbye|good bye|bye|see you later)\b/)) return 'goodbye';
  if (slots.name || slots.email || slots.phone) return 'give_contact';
  if (slots.robot) return 'move_robot';
  if (says(/\b(quotes?|quotation|offer me|how much|what does it cost|total price)\b/)) return 'quote';
  if (says(/\bwhich (destinations|places|countries)\b|\bwhere (can|could) (i|we) (go|travel)\b/)) {
    return 'list_destinations';
  }
  if (slots.choice && says(/\b(tell|more|about|details?)\b/)) return 'describe_package';
  if (says(/^no\b|\bno thank/)) return 'no';
  if (slots.destination || slots.nights || slots.people || slots.budget) return 'find_packages';
  if (says(/\b(packages?|trips?|holidays?|vacations?|travel)\b/)) return 'find_packages';
  if (
    says(/^(yes|yeah|yep|sure|okay|ok|right|please do|wonderful|great)\b|\bsounds (wonderful|good|great)\b/)
  ) {
    return 'yes';
  }
  if (says(/\b(thanks|thank you)\b/)) return 'thanks';
  if (says(/^(hello|hi|hey|good (morning|evening|afternoon))\b|\bhow are you\b/)) return 'greet';
  return 'unknown';
}

/** Lower case, digits ungrouped, without the punctuation that carries no meaning here. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/\bgood-bye\b/g, 'goodbye')
    .replaceAll(/(\d),(?=\d{3})/g, '$1')
    .replaceAll(/[!?;:]|[.,](?=\s|$)/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function destination(words: string): string | undefined {
  const place = [...DESTINATIONS, ...OTHER_DESTINATIONS].find((name) =>
    new RegExp(`\\b${name}\\b`).test(words),
  );
  return place && titled(place);
}

/** A place nobody told us of, typed with a capital: `a trip to South Africa`. */
function namedPlace(text: string): string | undefined {
  return /\b(?:go|going|travel|trip|fly|packages?|holiday|vacation|visit)(?: to| in| for)? ((?:\p{Lu}\p{Ll}+ ?)+)/u
    .exec(text)?.[1]
    ?.trim();
}

const UNITS = 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen'.split(
  ' ',
);
const NUMBER = `\\d+|${UNITS.join('|')}`;

function nights(words: string): number | undefined {
  const weeks = /\b(a|one|two|three|\d) weeks?\b/.exec(words)?.[1];
  if (weeks) return 7 * (weeks === 'a' ? 1 : numberOf(weeks));
  return counted(words, /nights?/);
}

function counted(words: string, what: RegExp): number | undefined {
  const number = new RegExp(`\\b(${NUMBER}) (?:${what.source})\\b`).exec(words)?.[1];
  return number === undefined ? undefined : numberOf(number);
}

function numberOf(word: string): number {
  const unit = UNITS.indexOf(word);
  return unit >= 0 ? unit : Number(word);
}

function budget(words: string): number | undefined {
  const spoken = new RegExp(
    `\\b(${NUMBER}) (hundred|thousand)(?: (${NUMBER}) hundred)? (?:us )?dollars`,
  ).exec(words);
  if (spoken) {
    const [, number = '', unit, hundreds] = spoken;
    const whole = numberOf(number) * (unit === 'thousand' ? 1000 : 100);
    return whole + (hundreds ? 100 * numberOf(hundreds) : 0);
  }
  const typed =
    /(?:\$|usd) ?(\d+)|\b(\d+) ?(?:\$|usd|(?:us )?dollars)|\bbudget\D{0,12}(\d+)/.exec(words) ?? [];
  const amount = typed.slice(1).find(Boolean);
  return amount === undefined ? undefined : Number(amount);
}

function choice(words: string): number | undefined {
  if (/\bfirst (one|package|offer)\b/.test(words)) return 1;
  return /\b(second|other) (one|package|offer)\b/.test(words) ? 2 : undefined;
}

/** Up to three words after the phrase that announces a name. */
function name(text: string): string | undefined {
  const announced = /\b(?:my name is|my name's|i am called|this is)\s+(.+)/i.exec(text)?.[1];
  const words = announced?.split(/[,.;!?]|\s+(?:and|my|from|with)\b/i)[0]?.split(/\s+/) ?? [];
  const said = words.slice(0, 3).join(' ');
  if (!/^\p{L}[\p{L}' -]+$/u.test(said)) return undefined;
  // What was typed with capitals keeps them.
  return said === said.toLowerCase() ? titled(said) : said;
}

function email(words: string): string | undefined {
  const typed = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/.exec(words)?.[0];
  if (typed) return typed;
  const spoken = /\b(\w+(?: (?:dot|underscore|dash) \w+)*) at (\w+(?: dot \w+)+)\b/.exec(words);
  if (!spoken) return undefined;
  return spoken[0]
    .replaceAll(' at ', '@')
    .replaceAll(' dot ', '.')
    .replaceAll(' underscore ', '_')
    .replaceAll(' dash ', '-');
}

const SHORTEST_PHONE = 7;
const LONGEST_PHONE = 15;

function phone(words: string): string | undefined {
  const digits = UNITS.slice(0, 10);
  const spoken = new RegExp(`(?:\\b(?:double |triple )?(?:${digits.join('|')})\\b ?){6,}`).exec(words)?.[0];
  const typed = /\+?\d(?:[ ()-]*\d)+/g;
  const candidates = [...(spoken ? [digitsOf(spoken, digits)] : []), ...(words.match(typed) ?? [])];
  return candidates
    .map((number) => number.replaceAll(/[^\d+]/g, ''))
    .find((number) => number.length >= SHORTEST_PHONE && number.length <= LONGEST_PHONE + 1);
}

/** `nine double four` → `944` */
function digitsOf(spoken: string, digits: readonly string[]): string {
  return spoken
    .trim()
    .replaceAll(/\b(double|triple) (\w+)/g, (_, times: string, digit: string) =>
      Array.from({ length: times === 'double' ? 2 : 3 }, () => digit).join(' '),
    )
    .split(' ')
    .map((digit) => digits.indexOf(digit))
    .join('');
}

const ROBOT_MOVES: readonly [RegExp, RobotMove][] = [
  [/\bwave\b/, { type: 'move_hands', value: 'wave' }],
  [/\braise (your|a|the) (hand|arm)/, { type: 'move_hands', value: 'raise' }],
  [/\bturn (to the |to your )?left\b/, { type: 'move_body', value: 'turn_left' }],
  [/\bturn (to the |to your )?right\b/, { type: 'move_body', value: 'turn_right' }],
  [/\b(dance|wiggle)\b/, { type: 'move_body', value: 'wiggle' }],
  [/\blook (to the )?left\b/, { type: 'look', value: 'left' }],
  [/\blook (to the )?right\b/, { type: 'look', value: 'right' }],
  [/\blook up\b/, { type: 'look', value: 'up' }],
  [/\blook down\b/, { type: 'look', value: 'down' }],
  [/\blook (at me|straight|forward)/, { type: 'look', value: 'center' }],
  [/\bnod\b/, { type: 'gesture', value: 'nod' }],
  [/\bshake your head\b/, { type: 'gesture', value: 'shake' }],
  [/\b(look|be) happy\b|\bsmile\b/, { type: 'emotion', value: 'happy' }],
  [/\b(look|be) curious\b/, { type: 'emotion', value: 'curious' }],
  [/\b(look|be) excited\b/, { type: 'emotion', value: 'excited' }],
];

function titled(words: string): string {
  return words.replaceAll(/(^|[ -])\p{Ll}/gu, (initial) => initial.toUpperCase());
}

function withoutGaps(found: Found): Omit<TravelSlots, 'intent'> {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
