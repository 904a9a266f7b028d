import type { Heard } from '../ear.js';
import { together } from './sounds.js';

const WORDS = 'i want bali for five nights hello tara'.split(' ');
const SENTENCES = ['i want bali', 'i want bali for five nights', 'hello tara'];
const WORD_MS = 200;
const FRAME_MS = 10;
const loudness = (word: number) => 3_000 * (word + 1);

/** Words as sounds of different loudness; a word that is none of its own is heard and not understood. */
export function toneSpeech(text: string, rate: number): Int16Array {
  const sounds = text.split(' ').map((word) => {
    const known = WORDS.indexOf(word);
    const level = known === -1 ? 1_500 : loudness(known);
    return Int16Array.from({ length: (WORD_MS * rate) / 1_000 }, (_, i) => (i % 2 ? level : -level));
  });
  return together(...sounds);
}

/** Understands `toneSpeech`: a grammar of three sentences. Holds its answers back while it is told to. */
export class ToneEar {
  idle = true;
  asked: string[] = [];
  fault: Error | undefined;
  private held: PromiseWithResolvers<void> | undefined;

  hold(): void {
    this.held = Promise.withResolvers();
  }

  release(): void {
    this.held?.resolve();
    this.held = undefined;
  }

  async hear(
    pcm: Int16Array,
    { rate = 16_000, signal }: { rate?: number; signal?: AbortSignal } = {},
  ): Promise<Heard> {
    const text = wordsIn(pcm, (rate / 1_000) * FRAME_MS).join(' ');
    this.asked.push(text);
    await this.held?.promise;
    signal?.throwIfAborted();
    if (this.fault) throw this.fault;
    const common = { slots: { intent: 'unknown' as const } };
    if (SENTENCES.includes(text)) return { ...common, text, unclear: false, confidence: 0.9 };
    const beginning = text !== '' && SENTENCES.some((sentence) => sentence.startsWith(text));
    return {
      ...common,
      text: '[unclear]',
      unclear: true,
      confidence: 0,
      ...(beginning && { beginning: text }),
    };
  }
}

function wordsIn(pcm: Int16Array, frame: number): string[] {
  const words: string[] = [];
  let before = '';
  for (let from = 0; from + frame <= pcm.length; from += frame) {
    const peak = pcm
      .subarray(from, from + frame)
      .reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const word = peak < 1_000 ? '' : (WORDS[Math.round(peak / 3_000) - 1] ?? '?');
    if (word !== '' && word !== before) words.push(peak < 2_000 ? '?' : word);
    before = word;
  }
  return words;
}
