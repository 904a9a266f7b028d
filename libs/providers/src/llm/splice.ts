/** Part of a word, in scripts that put space between words. */
const IN_WORD = /(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{M}\p{N}]/u;
const LEAD = /^[\s…]*(\.{3}\s*)?/;
/** A word that is said again because it was cut off has more letters than one that only begins alike. */
const CUT_WORD_LETTERS = 3;

/**
 * Joins what another goes on with to what was said before: what it says again of the end is left out, so that nothing is heard
 * twice.
 */
export class Splice {
  /** Could still be something said again. */
  private held = '';
  private isJoined: boolean;

  constructor(private readonly said: string) {
    this.isJoined = said.trim() === '';
  }

  /** @returns what can be said of it. */
  push(text: string): string {
    if (this.isJoined) return text;
    this.held += text;
    return this.mayBeSaidAgain() ? '' : this.rest();
  }

  /** What was held back, now that no more comes. */
  rest(): string {
    if (this.isJoined) return '';
    this.isJoined = true;
    const words = this.words();
    if (!words) return '';
    const again = this.endings().find((ending) => startsWith(words, ending) && isWhole(ending, words));
    const rest = words.slice(again?.length ?? 0);
    if (/\s$/.test(this.said)) return rest.trimStart();
    return again === undefined && this.needsSpace(words) ? ` ${rest}` : rest;
  }

  private mayBeSaidAgain(): boolean {
    const words = this.words();
    return !words || this.endings().some((ending) => startsWith(ending, words));
  }

  /** Without the space or the dots that it begins with. */
  private words(): string {
    return this.held.replace(LEAD, '');
  }

  private needsSpace(words: string): boolean {
    if (/^\s/.test(this.held)) return true;
    if (/[.,;:!?]$/.test(this.said)) return /^\p{L}/u.test(words);
    return isLetter(this.said.at(-1)) && isLetter(words[0]);
  }

  /** From the beginning of each word on, the longest first. */
  private endings(): string[] {
    const said = this.said.trim();
    return [...said.matchAll(/\S/gu)]
      .map(({ index }) => index)
      .filter((at) => !isLetter(said[at - 1]) || !isLetter(said[at]))
      .map((at) => said.slice(at));
  }
}

/** What is repeated ends where a word does, or goes on with one that was cut off. */
function isWhole(again: string, words: string): boolean {
  const goesOn = isLetter(again.at(-1)) && isLetter(words[again.length]);
  const [lastWord = ''] = /\S*$/u.exec(again) ?? [];
  return !goesOn || lastWord.length >= CUT_WORD_LETTERS;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && IN_WORD.test(character);
}

function startsWith(text: string, beginning: string): boolean {
  return text.slice(0, beginning.length).toLowerCase() === beginning.toLowerCase();
}
