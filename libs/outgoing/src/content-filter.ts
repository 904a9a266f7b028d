import { wholePhrase } from '#conversation';
import { maskSecrets } from '#telemetry';

const REDACTED = '[redacted]';

/** All that moves a cursor, rings a bell or turns writing round, but for tabs and ends of lines. */
const CONTROL = /[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069]/gu;

/** Beside what no log line may have either. */
const CREDENTIALS: [RegExp, string][] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[key]'],
  [/\bwhsec_[A-Za-z0-9+/=]{16,}/g, '[key]'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[key]'],
  [/\b(?:gh[pousr]|github_pat|glpat|xox[abeprs])[-_][\w-]{10,}/g, '[key]'],
  [/(?<=\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]+:[^\s/@]+(?=@)/gi, REDACTED],
  [
    /(?<=\b(?:password|passwd|api[_-]?key|secret|token)["']?\s{0,3}[:=]\s{0,3}["']?)[^\s"',;]{4,}/gi,
    REDACTED,
  ],
];

/** Fields whose value is a secret, whatever it looks like. */
const SECRET_FIELD = /^(?:pass(?:word|wd|code)|secret|token|api[_-]?key|authorization|cookie|cvv|cvc|pin)$/i;

const UUID = String.raw`[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}`;
/** Digits in groups of any length, as cards are written and as digits are dictated; and UUIDs, which may have such in them. */
const DIGITS = new RegExp(String.raw`\b${UUID}\b|\+?\d+(?:[ -]\d+)*`, 'gi');
/** A UUID, or a phone number in the international form: at most fifteen digits by E.164. */
const NO_CARD = new RegExp(String.raw`^(?:${UUID}|\+(?:[ -]?\d){1,15})$`, 'i');
/** Of what first digits a card begins with: Visa, Mastercard, American Express, Discover, Diners, JCB, UnionPay. */
const CARD = /^(?:[3-6]\d|2[2-7])\d{11,17}$/;
const MAX_CARD_DIGITS = 19;

/**
 * Text as it may enter or leave a tool or a webhook: control characters, credentials, card numbers and the words of a list are masked.
 * What a model is told and what people hear does not go through it.
 */
export function filterText(text: string, words: readonly string[] = []): string {
  const plain = text.toWellFormed().replace(CONTROL, '\ufffd');
  const secretless = CREDENTIALS.reduce(
    (masked, [pattern, mask]) => masked.replace(pattern, mask),
    maskSecrets(plain),
  );
  return words.reduce(
    (masked, word) => masked.replace(wholePhrase(word, 'giu'), '***'),
    secretless.replace(DIGITS, maskCards),
  );
}

/** The same for everything in a JSON value. The value itself is left as it is. */
export function filterContent(value: unknown, words: readonly string[] = []): unknown {
  if (typeof value === 'string') return filterText(value, words);
  if (typeof value === 'number') return isCard(String(value)) ? '[card]' : value;
  if (Array.isArray(value)) return value.map((each) => filterContent(each, words));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, each]) => [
      filterText(field, words),
      SECRET_FIELD.test(field) && each !== null ? REDACTED : filterContent(each, words),
    ]),
  );
}

/** A card may stand between other numbers: it begins and ends with a group. */
function maskCards(digits: string): string {
  if (NO_CARD.test(digits)) return digits;
  const pieces = digits.split(/([ -])/); // groups, and between them what parts them
  const masked: string[] = [];
  for (let at = 0; at < pieces.length; at += 2) {
    const length = lengthOfCard(pieces, at);
    if (length > 0) at += length - 1;
    masked.push(length > 0 ? '[card]' : (pieces[at] ?? ''), pieces[at + 1] ?? '');
  }
  return masked.join('');
}

/** How many pieces from here on are a card, at most; 0 where none begins. */
function lengthOfCard(pieces: readonly string[], at: number): number {
  for (let length = 2 * MAX_CARD_DIGITS - 1; length > 0; length -= 2) {
    const groups = pieces.slice(at, at + length).filter((_, index) => index % 2 === 0);
    if (isCard(groups.join(''))) return Math.min(length, pieces.length - at);
  }
  return 0;
}

function isCard(digits: string): boolean {
  return CARD.test(digits) && luhnSum(digits) % 10 === 0;
}

/** Every second digit from the right counts twice. */
function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, place) => {
    const value = place % 2 === 0 ? Number(digit) : Number(digit) * 2;
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
}
