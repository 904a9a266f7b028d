/** Codes of vendors that name no language. */
const NONE = new Set(['und', 'mul', 'mis', 'zxx']);
const NAMES = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/**
 * Which language a talk is in, by what the recogniser finds: two turns that agree are believed, one may be a name or a loan word.
 */
export class LanguageSense {
  private believed: string | undefined;
  private last: string | undefined;

  /** ISO 639; undefined while it is not known. */
  get language(): string | undefined {
    return this.believed;
  }

  /** The language's name in English, for a model to read. */
  get name(): string | undefined {
    return this.believed && NAMES.of(this.believed);
  }

  /** What a turn was found to be in. @returns whether the talk is in another language from here on */
  heard(found: string | undefined): boolean {
    const language = knownLanguage(found);
    if (language === undefined) return false;
    const agree = this.last === language;
    this.last = language;
    if (!agree || this.believed === language) return false;
    this.believed = language;
    return true;
  }
}

function knownLanguage(tag: string | undefined): string | undefined {
  try {
    const { language } = new Intl.Locale(tag ?? '');
    return NONE.has(language) || NAMES.of(language) === undefined ? undefined : language;
  } catch {
    return undefined;
  }
}
