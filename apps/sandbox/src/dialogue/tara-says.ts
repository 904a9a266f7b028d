import type { OfferedPackage, ToolOutput } from './tool-output.js';

// Tara's sentences: short, and in words that a synthesiser reads well.

export const GREETING = 'Hello, I am Tara. Where would you like to travel?';
export const HOW_ARE_YOU = 'I am well, thank you. Where would you like to travel?';
export const WHERE_TO = 'Where would you like to go?';
export const NOTED = `I have noted that. ${WHERE_TO}`;
export const ANYTHING_ELSE = 'Is there anything else I can do for you?';
export const FOR_HOW_MANY = 'For how many people shall I make the quote?';
export const YOUR_NAME = 'May I have your name, please?';
export const OFFER_QUOTE = 'Shall I make you a quote?';
export const WELCOME = `You are welcome. ${ANYTHING_ELSE}`;
export const ALL_RIGHT = `All right. ${ANYTHING_ELSE}`;
export const SEARCH_FIRST = `I have found no package for you yet. ${WHERE_TO}`;
export const NO_ROBOT = 'I have no robot to move here.';
export const NO_SEARCH = 'I cannot look for packages here.';
export const NO_LEADS = 'I cannot save your details here.';
export const NO_QUOTES = 'I cannot make quotes here.';
export const MOVED_NOT = 'I could not move just now.';

export const UNKNOWN =
  'I am the sandbox that stands in for the real model, and I know only a few travel sentences. ' +
  'Ask me for packages to a place, or for a quote.';

export const UNCLEAR_AGAIN =
  'Sorry, that was unclear to me. Say for example: please find me a package to Bali.';

export const UNCLEAR_SPEECH =
  'Sorry, that was unclear to me. I am the sandbox, and I understand travel sentences like: please find me a package to Bali. ' +
  'For open speech, give me an OpenAI key, or switch on open speech in the sandbox.';

export function askForContact(name: string): string {
  return `Thank you, ${firstName(name)}. What is your phone number or your e-mail address?`;
}

export function leadSaved(name: string): string {
  return `Thank you, ${firstName(name)}. I have saved your details.`;
}

export function goodbye(name: string | undefined): string {
  return `Thank you for your visit${name ? `, ${firstName(name)}` : ''}. Goodbye!`;
}

/** One or two of the packages, with nights and price. */
export function packagesFound({ summary, packages = [] }: ToolOutput, destination?: string): string {
  const [first, second] = packages;
  if (!first) return `I have no packages${destination ? ` to ${destination}` : ''}. ${WHERE_TO}`;
  const own = second
    ? `I found ${packages.length} packages. One is ${described(first)}. Another is ${described(second)}.`
    : `I found one package: ${described(first)}.`;
  return `${summary ?? own} ${OFFER_QUOTE}`;
}

export function destinationsFound({ packages = [] }: ToolOutput): string {
  const places = [...new Set(packages.flatMap(({ destinations }) => destinations))].slice(0, 5);
  if (places.length === 0) return `I have no list of places. ${WHERE_TO}`;
  return `I have packages to ${listed(places)}, among others. ${WHERE_TO}`;
}

export function packageDescribed(
  { summary, message }: ToolOutput,
  known: OfferedPackage | undefined,
): string {
  const words = summary ?? (known ? `This is ${described(known)}.` : message);
  return `${words ?? 'I know no more about it.'} ${OFFER_QUOTE}`;
}

export function quoteMade({ summary, total, currency, message }: ToolOutput): string {
  const own =
    total === undefined ? (message ?? 'Your quote is made.') : `The total is ${money(total, currency)}.`;
  return `${summary ?? own} ${ANYTHING_ELSE}`;
}

/** A tool that could not: in its own words, which are made for the customer. */
export function failed({ message }: ToolOutput): string {
  return `I am sorry, that did not work. ${message ?? 'Please try again in a moment.'}`;
}

const MOVES: Readonly<Record<string, string>> = {
  wave: 'I am waving to you.',
  raise: 'Up goes my hand.',
  turn_left: 'I am turning to the left.',
  turn_right: 'I am turning to the right.',
  wiggle: 'I love to dance.',
  nod: 'I am nodding.',
  shake: 'I am shaking my head.',
};

export function moving({ type, value }: { type: string; value: string }): string {
  if (type === 'look') return value === 'center' ? 'I am looking at you.' : `I am looking ${value}.`;
  if (type === 'emotion') return `Look, I am ${value}.`;
  return MOVES[value] ?? 'I am moving.';
}

function described({ name, nights, price, currency }: OfferedPackage): string {
  const stay = nights === undefined ? '' : `, ${nights} nights`;
  return name + stay + (price === undefined ? '' : ` for ${money(price, currency)}`);
}

function money(amount: number, currency = 'USD'): string {
  return currency === 'USD' ? `${amount} US dollars` : `${amount} ${currency}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}
