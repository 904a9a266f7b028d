import type { RealtimeResponseUsage } from 'openai/resources/realtime/realtime';
import type { Item } from './conversation.js';
import type { SessionSettings } from './session-settings.js';

interface Tokens {
  text: number;
  audio: number;
}

/** The vendor counts a token per 100 ms of a person's sound and per 50 ms of the model's. */
const HEARD_MS_PER_TOKEN = 100;
const SPOKEN_MS_PER_TOKEN = 50;
const LETTERS_PER_TOKEN = 4;

export const textTokens = (text: string) => Math.ceil(text.length / LETTERS_PER_TOKEN);
export const spokenTokens = (ms: number) => Math.ceil(ms / SPOKEN_MS_PER_TOKEN);
export const heardTokens = (ms: number) => Math.ceil(ms / HEARD_MS_PER_TOKEN);

/** Counts what a session's responses read and write, near enough to the vendor's way for bills to be tried out. */
export class UsageMeter {
  /** Milliseconds of sound in each item that has any. */
  private readonly heardMs = new Map<string, number>();
  private readonly spokenMs = new Map<string, number>();
  private readBefore: Tokens = { text: 0, audio: 0 };

  heard(itemId: string, ms: number): void {
    this.heardMs.set(itemId, ms);
  }

  spoken(itemId: string, ms: number): void {
    this.spokenMs.set(itemId, ms);
  }

  forget(itemId: string): void {
    this.heardMs.delete(itemId);
    this.spokenMs.delete(itemId);
  }

  /** The usage of a response that read `items` and wrote `output`. What the last response read is cached. */
  measure(settings: SessionSettings, items: readonly Item[], output: Tokens): RealtimeResponseUsage {
    const read = this.read(settings, items);
    const cached = {
      text_tokens: Math.min(read.text, this.readBefore.text),
      audio_tokens: Math.min(read.audio, this.readBefore.audio),
      image_tokens: 0,
    };
    this.readBefore = read;
    const inputTokens = read.text + read.audio;
    const outputTokens = output.text + output.audio;
    return {
      total_tokens: inputTokens + outputTokens,
      input_tokens: inputTokens,
      output_tokens: outputTokens,
      input_token_details: {
        text_tokens: read.text,
        audio_tokens: read.audio,
        image_tokens: 0,
        cached_tokens: cached.text_tokens + cached.audio_tokens,
        cached_tokens_details: cached,
      },
      output_token_details: { text_tokens: output.text, audio_tokens: output.audio },
    };
  }

  private read({ instructions, tools }: SessionSettings, items: readonly Item[]): Tokens {
    const total = { text: textTokens(instructions) + textTokens(JSON.stringify(tools)), audio: 0 };
    for (const item of items) {
      total.text += textTokens(wordsOf(item));
      total.audio +=
        heardTokens(this.heardMs.get(item.id) ?? 0) + spokenTokens(this.spokenMs.get(item.id) ?? 0);
    }
    return total;
  }
}

/** The written words the model reads of an item; those of a person's speech are in its sound. */
function wordsOf(item: Item): string {
  if (item.type === 'function_call') return item.name + item.arguments;
  if (item.type === 'function_call_output') return item.output;
  if (item.role !== 'assistant') return item.content.map(({ text }) => text ?? '').join('');
  return item.content.map(({ text, transcript }) => text ?? transcript ?? '').join('');
}
