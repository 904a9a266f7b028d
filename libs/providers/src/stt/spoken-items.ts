import type { TranscriptionListener } from './transcriber.js';

interface Item {
  /** What came of it so far. */
  text: string;
  /** How far into the stream it reaches; unset while it goes on. */
  untilMs?: number;
  isSettled?: boolean;
  language?: string;
}

/** Stretches of speech in the order in which they were spoken. The vendor may finish a later one first; we hand them on in order. */
export class SpokenItems {
  private readonly items = new Map<string, Item>();

  constructor(
    private readonly listener: Pick<TranscriptionListener, 'interim' | 'final'>,
    private readonly language: string | undefined,
  ) {}

  /** Whether words came of a stretch that still goes on. */
  get hasOpenWords(): boolean {
    return [...this.items.values()].some(({ text, untilMs }) => untilMs === undefined && text !== '');
  }

  add(id: string, words: string): void {
    this.of(id).text += words;
    this.tellInterim();
  }

  end(id: string, untilMs: number | undefined): void {
    this.of(id).untilMs = untilMs;
  }

  settle(id: string, text: string, language: string | undefined): void {
    Object.assign(this.of(id), { text: text.trim(), language: language ?? this.language, isSettled: true });
    let handedOn = false;
    for (const [first, item] of this.items) {
      if (!item.isSettled) break;
      this.items.delete(first);
      handedOn = true;
      if (item.text) this.listener.final(item.text, item.language, item.untilMs);
    }
    // What was spoken after it is interim still, and would be forgotten with the old one.
    if (handedOn) this.tellInterim();
  }

  private of(id: string): Item {
    const known = this.items.get(id);
    if (known) return known;
    const item: Item = { text: '' };
    this.items.set(id, item);
    return item;
  }

  private tellInterim(): void {
    const text = [...this.items.values()]
      .map((item) => item.text.trim())
      .join(' ')
      .trim();
    if (text) this.listener.interim(text);
  }
}
