const RATE_PER_MS = 24;

interface Part {
  text: string;
  soundMs: number;
}

/** Which words go with which stretch of sound: tells what somebody heard who stopped listening in the middle. */
export class SpokenText {
  private readonly parts: Part[] = [];

  get text(): string {
    return this.parts
      .map(({ text }) => text)
      .filter(Boolean)
      .join(' ');
  }

  /** The next sentence begins where the sound so far ends; words to wait, which are no part of the answer, are an empty one. */
  begin(text: string): void {
    this.parts.push({ text: text.trim(), soundMs: 0 });
  }

  /** So much sound of the sentence that was begun last. */
  add(samples: number): void {
    const part = this.parts.at(-1);
    if (part) part.soundMs += samples / RATE_PER_MS;
  }

  /** The words that were heard within the first `ms`: whole sentences, and of the last one as many words as fit. */
  heard(ms: number): string {
    let left = ms;
    const heard: string[] = [];
    for (const { text, soundMs } of this.parts) {
      if (left <= 0) break;
      heard.push(left >= soundMs && soundMs > 0 ? text : beginningOf(text, soundMs > 0 ? left / soundMs : 0));
      left -= soundMs;
    }
    return heard.filter(Boolean).join(' ');
  }
}

/** The words whose middle lies within that share of the text. */
function beginningOf(text: string, share: number): string {
  const words = text.split(/\s+/);
  const heard: string[] = [];
  let at = 0;
  for (const word of words) {
    if (at + word.length / 2 > share * text.length) break;
    heard.push(word);
    at += word.length + 1;
  }
  return heard.join(' ');
}
