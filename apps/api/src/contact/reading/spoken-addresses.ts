const DIGITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ zero: '0', oh: '0', o: '0', one: '1', two: '2', three: '3', four: '4' },
    ...{ five: '5', six: '6', seven: '7', eight: '8', nine: '9', plus: '+' },
  }),
);
const REPEATS: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
]);
/** Fewer digits are a number of something else: "two adults and one child". */
const SHORTEST_NUMBER = 7;

const JOINERS: ReadonlyMap<string, string> = new Map(
  Object.entries({ dot: '.', point: '.', underscore: '_', dash: '-', hyphen: '-', plus: '+' }),
);
/** "Write to me at example dot com" names no mailbox. */
const NO_MAILBOX = new Set(
  (
    'me us you it him her them is am are was be here there look find see visit online available that this or and to on ' +
    'work works working live living stay staying meet arrive'
  ).split(' '),
);
const WORD = /^[\p{L}\p{N}][\p{L}\p{N}._+-]*$/u;

/** What was said, with phone numbers in digits: "nine eight seven, double four …". English, which is what is spelled in words most. */
export function withDigits(text: string): string {
  const written: string[] = [];
  let run: string[] = [];
  let digits = '';
  let times = 1;
  const end = () => {
    const isNumber = digits.replace('+', '').length >= SHORTEST_NUMBER;
    written.push(...(isNumber ? [digits] : run));
    run = [];
    digits = '';
    times = 1;
  };
  for (const token of text.split(/\s+/)) {
    const word = bare(token).toLowerCase();
    const digit = DIGITS.get(word) ?? (/^\+?\d+$/.test(word) ? word : undefined);
    const repeat = REPEATS.get(word);
    if (digit === undefined && repeat === undefined) end();
    run.push(token);
    if (repeat !== undefined) times = repeat;
    if (digit !== undefined) {
      digits += digit.length === 1 ? digit.repeat(times) : digit;
      times = 1;
    }
    if (digit === undefined && repeat === undefined) end();
  }
  end();
  return written.join(' ');
}

/** E-mail addresses that were said in words: "asha dot rao at example dot com", "asha at example.com". */
export function spokenEmails(text: string): string[] {
  const words = text
    .toLowerCase()
    .replaceAll(/\bat the rate(?: of)?\b/g, 'at')
    .split(/\s+/)
    .map(bare);
  return words.flatMap((word, at) => {
    if (word !== 'at') return [];
    const mailbox = mailboxBefore(words, at);
    const domain = domainAfter(words, at);
    return mailbox === undefined || domain === undefined ? [] : [`${mailbox}@${domain}`];
  });
}

/** One word, or several that are joined by a dot or the like; or letters that were spelled one by one. */
function mailboxBefore(words: readonly string[], at: number): string | undefined {
  let start = at - 1;
  const isPart = (i: number) => WORD.test(words[i] ?? '') && !JOINERS.has(words[i] ?? '');
  if (!isPart(start) || NO_MAILBOX.has(words[start] ?? '')) return undefined;
  for (;;) {
    if (JOINERS.has(words[start - 1] ?? '') && isPart(start - 2)) start -= 2;
    else if (isLetter(words[start]) && isLetter(words[start - 1])) start -= 1;
    else break;
  }
  return words
    .slice(start, at)
    .map((word) => JOINERS.get(word) ?? word)
    .join('');
}

function domainAfter(words: readonly string[], at: number): string | undefined {
  const first = words[at + 1] ?? '';
  if (/^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(first)) return first;
  let domain = first;
  for (let i = at + 2; words[i] === 'dot' && WORD.test(words[i + 1] ?? ''); i += 2) {
    domain += `.${words[i + 1]}`;
  }
  return domain.includes('.') ? domain : undefined;
}

/** A single one: "a", and not "I", which begins a sentence more often than it spells a name. */
function isLetter(word: string | undefined): boolean {
  return word !== undefined && /^[\p{L}\p{N}]$/u.test(word) && word !== 'i';
}

function bare(token: string): string {
  return token.replace(/^[^\p{L}\p{N}+]+|[^\p{L}\p{N}]+$/gu, '');
}
