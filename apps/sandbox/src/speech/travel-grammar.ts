// This file imports nothing: the recogniser's threads, the servers and the plain programs in src/ read the same one.

/** Where the simulated CRM has packages to. */
export const DESTINATIONS = [
  'dubai',
  'bali',
  'goa',
  'paris',
  'maldives',
  'singapore',
  'thailand',
  'kerala',
  'london',
  'rome',
  'switzerland',
  'istanbul',
] as const;

/** Understood, and not on sale. */
export const OTHER_DESTINATIONS = ['tokyo', 'new york', 'egypt', 'australia', 'mexico', 'vietnam'] as const;

export const FIRST_NAMES =
  'asha vijay anita vikram deepak arjun lakshmi rajesh fatima omar maria david michael emma thomas linda peter susan robert jennifer elizabeth patrick sophia benjamin'.split(
    ' ',
  );

export const LAST_NAMES =
  'rao sharma patel kumar gupta singh mehta reddy khan fernandez smith johnson wilson taylor anderson garcia martinez davis clark campbell cooper roberts murphy edwards morrison sullivan washington'.split(
    ' ',
  );

const MAIL_HOSTS = ['example', 'gmail', 'yahoo', 'outlook'];

/**
 * What a travel customer can say, in JSGF: words, `<rule>`, `[perhaps]`, `(one | another)`. Carrier phrases are fixed and the words
 * in a gap were chosen to sound unlike each other: speech that is heard word for word is worth more than many ways to say a thing.
 */
export const TRAVEL_RULES: Readonly<Record<string, string>> = {
  sentence: '<greeting> | <search> | <detail> | <contact> | <quote> | <robot> | <answer> | <parting>',
  greeting: 'hello [tara [how are you]] | good (morning | evening) tara',
  search: [
    '(i want to go to | i would like to travel to | please find me a package to | show me your packages for | do you have any packages to) <destination> [for <nights> | for <people> | under <money>]',
    'what packages do you have',
    'which destinations do you offer',
  ].join(' | '),
  detail: [
    'we are <people> [and we want to stay <nights>]',
    'we want to stay for <nights>',
    'for (<people> | <nights>) please',
    'my budget is <money>',
    'please tell me more about the (first | second) package',
  ].join(' | '),
  contact: '<introduction> | <address> | <number>',
  introduction: 'my name is <name> [and my (email address is <email> | phone number is <phone>)]',
  address: 'my email address is <email> [and my phone number is <phone>]',
  number: 'my phone number is <phone>',
  quote: [
    'please make me a quote [for <people>]',
    'please send me a quote for the (first | second) package',
    'what is the total price for <people>',
  ].join(' | '),
  robot: [
    'please (wave | raise) your hand',
    'please (nod | shake) your head',
    'please look (up | down | left | right | happy | curious | excited)',
    'please dance (for | with) me',
    'turn to the (left | right) please',
  ].join(' | '),
  answer:
    'yes please | yes that is right | no thank you | no i do not think so | that sounds wonderful | thank you very much',
  parting: 'goodbye tara | thank you and goodbye | that is all for today goodbye',

  destination: [...DESTINATIONS, ...OTHER_DESTINATIONS].join(' | '),
  name: '<first> <last>',
  email: '<first> dot <last> at <host> dot com',
  // Numbers that were never given out: an area, and a line of those that are kept for films.
  phone: '<area> five five five zero one <digit> <digit>',
  area: 'two one two | three zero five | four one five | five zero three | six one seven | seven zero two | eight zero eight | nine one seven',
  nights: '<stay> nights',
  stay: 'two | three | four | five | six | seven | eight | nine | ten | twelve | fourteen',
  people: '<party> people | one person',
  party: 'two | three | four | five | six | seven | eight',
  money: '<sum> (hundred | thousand | thousand five hundred) dollars',
  sum: 'two | three | four | five | six | seven | eight',
  digit: 'zero | one | two | three | four | five | six | seven | eight | nine',
  first: FIRST_NAMES.join(' | '),
  last: LAST_NAMES.join(' | '),
  host: MAIL_HOSTS.join(' | '),
};

/**
 * Other words in the places of ours, by `<rule>` or by word. The recogniser knows them only to tell them from ours: a sentence in which it
 * hears one is outside the grammar. Names and places that sound much like one of ours are left out: they would turn ours away.
 */
const DECOYS: Readonly<Record<string, string>> = {
  '<destination>':
    'berlin madrid lisbon moscow toronto chicago cairo nairobi delhi mumbai colombo athens vienna prague hawaii florida canada brazil spain portugal norway iceland peru kenya nepal jordan oman qatar fiji germany sweden dublin boston sydney malta cyprus cuba jamaica russia china korea japan india morocco croatia poland italy greece turkey africa america europe bed school work beach',
  first: 'third last next best other',
  left: 'wall light list',
  right: 'roof road',
  '<first>':
    'john mary james barbara william richard charles nancy karen kevin edward george steven laura helen frank raymond carlos pedro ivan olga hans ingrid mohamed grace henry jack lucy alice victor hugo oscar felix max paul anna eva tony rosa sarah kate jane mark sandra sam steve',
  '<last>':
    'jones williams lopez gonzalez lee white harris lewis walker young allen wright scott nguyen hill green adams baker carter mitchell perez turner phillips parker evans collins stewart morris rogers reed cook bell bailey cox ward richardson brooks kelly sanders price bennett wood barnes ross moore jordan black bush ford fox',
  '<host>': 'hotmail company office work icon',
  '<stay>': 'one eleven thirteen fifteen sixteen seventeen twenty thirty several',
  '<party>': 'nine ten eleven twelve twenty many',
  '<sum>': 'one nine ten eleven twelve fifteen twenty fifty',
  com: 'org net co in',
  nights: 'weeks days months hours years',
  people: 'adults children kids',
  person: 'child',
  dollars: 'euros rupees pounds',
  hundred: 'million',
  tara: 'clara laura mama dora',
  hand: 'hat head arm hair',
  head: 'hat hand body legs',
  quote: 'coat note vote cake boat coffee sandwich',
  goodbye: 'goodnight good',
  wonderful: 'terrible dreadful expensive awful beautiful',
  happy: 'angry sad hungry sleepy',
  packages: 'houses hotels pictures cars tickets',
  destinations: 'airlines hotels',
};

/** How likely one of ours must be against one of them, sounding the same. */
const DECOY_WEIGHT = '/0.001/';
/** Marks a decoy in what was recognised. */
export const DECOY_MARK = 'not_';

/** Words that the dictionaries of recogniser and synthesiser lack or read wrongly, in ARPAbet with stress. */
export const PRONUNCIATIONS: Readonly<Record<string, string>> = {
  asha: 'AA1 SH AH0',
  vijay: 'V IH0 JH EY1',
  vikram: 'V IH1 K R AH0 M',
  lakshmi: 'L AH1 K SH M IY0',
  rajesh: 'R AA1 JH EH0 SH',
  fatima: 'F AA1 T IY0 M AH0',
  gmail: 'JH IY1 M EY1 L',
};

/** Further ways in which words reach the recogniser, which the synthesiser's voices and accents showed. */
export const ACCENTS: Readonly<Record<string, readonly string[]>> = {
  thank: ['S EH M K', 'S AE NG K'],
  rao: ['R AH AW', 'R AW V'],
  four: ['F AA R'],
  hello: ['HH OW L OW', 'P L OW', 'HH UH L AY OW'],
  emma: ['EH M UW'],
};

/** The grammar as the recogniser reads it, decoys included. What it hears is ours only if `isTravelSentence` says so. */
export function travelJsgf(): string {
  const rules = Object.entries(TRAVEL_RULES).map(([name, words], i) => {
    const guarded = words.replaceAll(/(?<![<\w])\w+(?![\w>])/g, (word) => {
      const decoys = decoysFor(word);
      return decoys ? `(${word}${decoys})` : word;
    });
    return `${i === 0 ? 'public ' : ''}<${name}> = ${guarded}${decoysFor(`<${name}>`)};`;
  });
  return ['#JSGF V1.0;', 'grammar travel;', ...rules].join('\n');
}

function decoysFor(name: string): string {
  const words = DECOYS[name]?.split(' ') ?? [];
  return words.map((word) => ` | ${DECOY_WEIGHT} ${DECOY_MARK}${word}`).join('');
}

/** One sentence of the grammar, or of one of its rules: what is to be said, and what is to be heard, word for word. */
export function drawUtterance(random: () => number, rule = 'sentence'): string {
  return drawFrom(parse(rule), random).join(' ');
}

/** Where a wrong word costs most. */
const DELICATE_RULES = ['introduction', 'address', 'number'];

/** Sentences drawn by a seed; every third is a name, an e-mail address, a phone number in turn. */
export function drawUtterances(seed: number, count: number): string[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const delicate = i % 3 === 0 ? DELICATE_RULES[(i / 3) % DELICATE_RULES.length] : undefined;
    return drawUtterance(random, delicate);
  });
}

/** Mulberry32: the same numbers from 0 to 1 for the same seed, everywhere. */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Whether the grammar has this sentence, word for word. */
export function isTravelSentence(text: string): boolean {
  const words = text.split(' ');
  return endsOf(parse('sentence'), words, 0).has(words.length);
}

type Expression =
  | { kind: 'word'; word: string }
  | { kind: 'rule'; name: string }
  | { kind: 'perhaps'; of: Expression }
  | { kind: 'one'; of: Expression[] }
  | { kind: 'all'; of: Expression[] };

function drawFrom(expression: Expression, random: () => number): string[] {
  switch (expression.kind) {
    case 'word':
      return [expression.word];
    case 'rule':
      return drawFrom(parse(expression.name), random);
    case 'perhaps':
      return random() < 0.5 ? drawFrom(expression.of, random) : [];
    case 'one': {
      const chosen = expression.of[Math.floor(random() * expression.of.length)];
      return chosen ? drawFrom(chosen, random) : [];
    }
    case 'all':
      return expression.of.flatMap((part) => drawFrom(part, random));
  }
}

/** Where the expression may end in the words when it begins at `start`. */
function endsOf(expression: Expression, words: readonly string[], start: number): ReadonlySet<number> {
  switch (expression.kind) {
    case 'word':
      return new Set(words[start] === expression.word ? [start + 1] : []);
    case 'rule':
      return endsOf(parse(expression.name), words, start);
    case 'perhaps':
      return new Set([start, ...endsOf(expression.of, words, start)]);
    case 'one':
      return new Set(expression.of.flatMap((choice) => [...endsOf(choice, words, start)]));
    case 'all':
      return expression.of.reduce<ReadonlySet<number>>(
        (ends, part) => new Set([...ends].flatMap((end) => [...endsOf(part, words, end)])),
        new Set([start]),
      );
  }
}

function parse(rule: string): Expression {
  const words = TRAVEL_RULES[rule];
  if (words === undefined) throw new Error(`The travel grammar has no rule <${rule}>`);
  const tokens = words.match(/<\w+>|[()[\]|]|[^\s()[\]|<>]+/g) ?? [];
  return parseChoice(tokens.values());
}

/** Reads up to the bracket that closes it, or to the end. */
function parseChoice(tokens: Iterator<string>): Expression {
  const choices: Expression[][] = [[]];
  for (let next = tokens.next(); !next.done; next = tokens.next()) {
    const token = next.value;
    if (token === ')' || token === ']') break;
    if (token === '|') choices.push([]);
    else choices.at(-1)?.push(parseItem(token, tokens));
  }
  const sequences = choices.map((of): Expression => ({ kind: 'all', of }));
  return sequences.length === 1 && sequences[0] ? sequences[0] : { kind: 'one', of: sequences };
}

function parseItem(token: string, tokens: Iterator<string>): Expression {
  if (token === '(') return parseChoice(tokens);
  if (token === '[') return { kind: 'perhaps', of: parseChoice(tokens) };
  if (token.startsWith('<')) return { kind: 'rule', name: token.slice(1, -1) };
  return { kind: 'word', word: token };
}
