/** A mark for the eye. */
interface Mark {
  is: RegExp;
  /** What may become such a mark with the next characters, and has to wait for them. */
  mayBe?: RegExp;
  /** Only where a line begins. */
  startsLine?: true;
  /** What is left of it; nothing, when not given. */
  leaves?: (mark: RegExpExecArray, before: string, after: string) => string;
  /** What it leaves may hold marks itself. */
  isRead?: true;
}

const LETTER = /[\p{L}\p{N}]/u;

const MARKS: readonly Mark[] = [
  // The fence of a block of code, with the name of its language.
  { startsLine: true, is: /^`{3,}[^\n`]{0,80}(?:\n|$)/, mayBe: /^(?:`{1,2}|`{3,}[^\n`]{0,80})$/ },
  { startsLine: true, is: /^([-*_])(?: ?\1){2,79} *(?=\n|$)/, mayBe: /^([-*_])(?: ?\1){0,79} *$/ },
  { startsLine: true, is: /^#{1,6}(?=\s|$)/, mayBe: /^#{1,6}$/ },
  { startsLine: true, is: /^[-*+•](?=\s|$)/, mayBe: /^[-*+•]$/ },
  { startsLine: true, is: /^>/ },
  {
    is: /^!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)/,
    mayBe: /^(?:!|!?\[[^\]\n]{0,200}(?:\](?:\([^)\n]{0,500})?)?)$/,
    leaves: ([, label = '']) => label,
    isRead: true,
  },
  {
    is: /^\*+/,
    mayBe: /^\*+$/,
    leaves: ([stars], before, after) => (isTimes(stars, before, after) ? '*' : ''),
  },
  {
    is: /^_+/,
    mayBe: /^_+$/,
    leaves: ([line], before, after) => (LETTER.test(before) && LETTER.test(after) ? line : ''),
  },
  { is: /^`+/ },
  { is: /^~{2,}/, mayBe: /^~+$/ },
  { is: /^-{3,}/, mayBe: /^-+$/ },
  { is: /^\|/, leaves: () => ' ' },
  { is: /^\\([!-/:-@[-`{-~])/, mayBe: /^\\$/, leaves: ([, escaped = '']) => escaped },
];

/** Most of a text; only what may be a mark is looked at more closely. */
const PLAIN = /^(?:[\w ,.?:;'"()/$%€£&@=](?<!_)|(?![\p{Extended_Pictographic}\uFE0F\u20E3])[\p{L}\p{M}])+/u;
const EMOJI = /^(?:\p{Regional_Indicator}|\p{Emoji_Modifier}|(?![©®™])\p{Extended_Pictographic})/u;
/** Parts of emoji that show nothing by themselves. */
const EMOJI_PART = /^[\uFE0F\u20E3\u{E0020}-\u{E007F}]/u;
const JOINER = '\u200D';
const HALF_CHARACTER = /^[\uD800-\uDBFF]$/;

/** Text for the ear, of streamed text for the eye: without the marks of markdown and without emoji. What they mark stays. */
export class EarText {
  private raw = '';
  private before = '';
  private startsLine = true;
  private followsEmoji = false;

  /** @returns what is settled of the text so far */
  push(delta: string): string {
    this.raw += delta;
    return this.read(false);
  }

  end(): string {
    return this.read(true);
  }

  private read(isLast: boolean): string {
    let text = '';
    while (this.raw !== '') {
      const next = this.next(isLast);
      if (next === undefined) break;
      text += next;
    }
    return text;
  }

  /** Undefined when more of the text has to be known. */
  private next(isLast: boolean): string | undefined {
    const plain = PLAIN.exec(this.raw)?.[0];
    if (plain) return this.take(plain, plain);
    for (const mark of MARKS) {
      if (mark.startsLine && !this.startsLine) continue;
      if (!isLast && mark.mayBe?.test(this.raw)) return undefined;
      const found = mark.is.exec(this.raw);
      if (found) return this.takeMark(mark, found);
    }
    if (!isLast && HALF_CHARACTER.test(this.raw)) return undefined;
    return this.takeCharacter(String.fromCodePoint(this.raw.codePointAt(0) ?? 0));
  }

  private takeMark({ leaves, isRead }: Mark, found: RegExpExecArray): string {
    const [mark] = found;
    const left = leaves?.(found, this.before, this.raw.charAt(mark.length)) ?? '';
    if (!isRead) return this.take(mark, left);
    this.raw = left + this.raw.slice(mark.length);
    return '';
  }

  private takeCharacter(character: string): string {
    const isEmoji = EMOJI.test(character);
    const isPart = EMOJI_PART.test(character) || (character === JOINER && this.followsEmoji);
    const text = this.take(character, isEmoji || isPart ? '' : character);
    this.followsEmoji = isEmoji || isPart;
    return text;
  }

  private take(taken: string, left: string): string {
    this.raw = this.raw.slice(taken.length);
    this.before = taken.slice(-1);
    this.startsLine = taken.endsWith('\n') || (this.startsLine && taken.trim() === '');
    this.followsEmoji = false;
    return left;
  }
}

/** All at once. */
export function forTheEar(text: string): string {
  const ear = new EarText();
  return ear.push(text) + ear.end();
}

/** Between numbers, or alone between spaces, a star is a sign and not a mark. */
function isTimes(stars: string, before: string, after: string): boolean {
  if (stars.length > 1) return false;
  return (/\s/.test(before) && /\s/.test(after)) || (/\d/.test(before) && /\d/.test(after));
}
