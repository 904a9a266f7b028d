const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
/** The segmenter takes their full stop for the end of a sentence. */
const ABBREVIATION = /\b(?:Mr|Mrs|Ms|Dr|St|No|approx|incl)\. ?$/;
const LONGEST_PIECE = 160;

/** The text in the pieces in which it is spoken: sentences, and clauses of very long ones. Joined by spaces they give it back. */
export function sentences(text: string): string[] {
  const whole: string[] = [];
  for (const { segment } of SENTENCES.segment(text.replaceAll(/\s+/g, ' '))) {
    const before = whole.at(-1);
    if (before !== undefined && ABBREVIATION.test(before)) whole[whole.length - 1] = before + segment;
    else whole.push(segment);
  }
  return whole
    .flatMap((sentence) => (sentence.length > LONGEST_PIECE ? sentence.split(/(?<=[,;:]) /) : [sentence]))
    .map((piece) => piece.trim())
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

const CURRENCIES: Readonly<Record<string, string>> = {
  $: 'dollars',
  '€': 'euros',
  '£': 'pounds',
  '₹': 'rupees',
  USD: 'dollars',
  EUR: 'euros',
  GBP: 'pounds',
  INR: 'rupees',
  AED: 'dirhams',
};
const CURRENCY = '\\$|€|£|₹|USD|EUR|GBP|INR|AED';
const AMOUNT = '\\d[\\d,]*(?:\\.\\d{1,2})?';
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** Writes a sentence as it is said: flite reads plain words and whole numbers well and little else. */
export function speakable(sentence: string): string {
  return sentence
    .normalize('NFKC')
    .replaceAll(/[‘’]/g, "'")
    .replaceAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, spellAddress)
    .replaceAll(new RegExp(`(${CURRENCY}) ?(${AMOUNT})`, 'g'), (_, unit: string, amount: string) =>
      money(amount, unit),
    )
    .replaceAll(new RegExp(`(${AMOUNT}) ?(${CURRENCY})(?!\\w)`, 'g'), (_, amount: string, unit: string) =>
      money(amount, unit),
    )
    .replaceAll(/\b(\d{4})-(\d\d)-(\d\d)\b/g, (_, year: string, month: string, day: string) =>
      [Number(day), MONTHS[Number(month) - 1], year].join(' '),
    )
    .replaceAll(/\+?\d(?:[ -]?\d){6,}/g, phoneNumber)
    .replaceAll(/\b([A-Z]{1,4})-(\d+)\b/g, (_, letters: string, digits: string) =>
      [...letters, ...digits].join(' '),
    )
    .replaceAll(/(\d),(\d{3})/g, '$1$2')
    .replaceAll(/ ?& ?/g, ' and ')
    .replaceAll(/(\d) ?%/g, '$1 percent')
    .replaceAll(/[–—]/g, ', ')
    .normalize('NFD')
    .replaceAll(/[^\x20-\x7e]|[*_#`~^|<>{}[\]\\"]/g, '')
    .trim();
}

const SIGNS: Readonly<Record<string, string>> = {
  '@': 'at',
  '.': 'dot',
  _: 'underscore',
  '-': 'dash',
  '+': 'plus',
};

/** `asha.rao7@example.com` → `asha dot rao 7 at example dot com`. */
function spellAddress(address: string): string {
  const [, core = address, stop = ''] = /^(.*?)([.-]*)$/.exec(address) ?? [];
  return core.replaceAll(/[@._+-]/g, (sign) => ` ${SIGNS[sign]} `).replaceAll(/\d/g, ' $& ') + stop;
}

function money(amount: string, unit: string): string {
  const [whole = '', cents] = amount.replaceAll(',', '').split('.');
  const name = CURRENCIES[unit] ?? unit;
  return Number(cents ?? 0) === 0 ? `${whole} ${name}` : `${whole} ${name} and ${Number(cents)}`;
}

/** Digit by digit, with a short rest where the writer left a gap, else after every three. */
function phoneNumber(number: string): string {
  const plus = number.startsWith('+') ? 'plus ' : '';
  const written = number.replace('+', '').split(/[ -]/);
  const groups = written.length > 1 ? written : (written[0]?.match(/\d{3}(?=\d{3})|\d+/g) ?? []);
  return plus + groups.map((group) => [...group].join(' ')).join(', ');
}
