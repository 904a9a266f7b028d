import type { SpokenSentence, Voice } from '../../speech/voice.js';
import { newOpenAiId } from '../openai-id.js';
import type { AssistantMessage } from './conversation.js';
import type { ItemDesk } from './item-desk.js';
import { Pace } from './pace.js';
import type { Send } from './server-event.js';
import { SAMPLES_PER_MS, toBase64 } from './sound-buffer.js';
import { SpokenTrack } from './spoken-track.js';
import { spokenTokens, textTokens } from './usage.js';

export interface MessageOptions {
  responseId: string;
  outputIndex: number;
  desk: ItemDesk;
  modality: 'audio' | 'text';
  voice: Pick<Voice, 'speak'>;
  voiceName: string;
  /** How many times faster than it is spoken the sound is sent. */
  speedUp: number;
  send: Send;
  /** Told after each piece that left; its promise holds the next one back. */
  afterPiece: () => Promise<void>;
}

const CHUNK_MS = 200;

/** One message of the model on its way out: sound and transcript side by side, sentence by sentence. */
export class MessageOutput {
  readonly item: AssistantMessage = {
    id: newOpenAiId('item'),
    object: 'realtime.item',
    type: 'message',
    status: 'in_progress',
    role: 'assistant',
    content: [],
  };
  readonly track = new SpokenTrack();
  private readonly ids: { response_id: string; item_id: string; output_index: number; content_index: 0 };
  private said = '';
  private sentMs = 0;

  constructor(private readonly options: MessageOptions) {
    this.ids = {
      response_id: options.responseId,
      item_id: this.item.id,
      output_index: options.outputIndex,
      content_index: 0,
    };
  }

  get tokens(): { text: number; audio: number } {
    return { text: textTokens(this.said), audio: spokenTokens(this.sentMs) };
  }

  open(): void {
    const { send, desk, modality } = this.options;
    const { response_id, output_index } = this.ids;
    send({ type: 'response.output_item.added', response_id, output_index, item: { ...this.item } });
    desk.open(this.item, this.track);
    const part =
      modality === 'audio' ? { type: 'audio' as const, transcript: '' } : { type: 'text' as const, text: '' };
    send({ type: 'response.content_part.added', ...this.ids, part });
  }

  /** @throws the signal's reason when the response is cancelled meanwhile. */
  async say(text: string, signal: AbortSignal): Promise<void> {
    if (this.options.modality === 'text') return this.write(text, signal);
    const { voice, voiceName } = this.options;
    const pace = new Pace(this.options.speedUp);
    for await (const sentence of voice.speak(text, { voice: voiceName, signal })) {
      signal.throwIfAborted();
      await this.speak(sentence, pace, signal);
    }
  }

  /** Closes what is open, in whichever state it is. */
  close(status: 'completed' | 'incomplete'): void {
    const { send, desk, modality } = this.options;
    const { response_id, output_index } = this.ids;
    const text = this.said;
    this.item.status = status;
    this.track.cut(this.sentMs);
    if (modality === 'audio') {
      this.item.content = [{ type: 'output_audio', transcript: text }];
      send({ type: 'response.output_audio.done', ...this.ids });
      send({ type: 'response.output_audio_transcript.done', ...this.ids, transcript: text });
      send({ type: 'response.content_part.done', ...this.ids, part: { type: 'audio', transcript: text } });
    } else {
      this.item.content = [{ type: 'output_text', text }];
      send({ type: 'response.output_text.done', ...this.ids, text });
      send({ type: 'response.content_part.done', ...this.ids, part: { type: 'text', text } });
    }
    send({ type: 'response.output_item.done', response_id, output_index, item: { ...this.item } });
    desk.close(this.item);
  }

  private async speak({ text, pcm }: SpokenSentence, pace: Pace, signal: AbortSignal): Promise<void> {
    const sentenceStartMs = this.track.durationMs;
    const words = [...this.track.add(text, pcm.length)];
    const chunkSamples = CHUNK_MS * SAMPLES_PER_MS;
    for (let from = 0; from < pcm.length; from += chunkSamples) {
      await pace.next(CHUNK_MS, signal);
      const endMs = sentenceStartMs + (from + chunkSamples) / SAMPLES_PER_MS;
      while (words[0] && words[0].startMs < endMs) this.transcribe(words.shift()?.text ?? '');
      const chunk = pcm.subarray(from, from + chunkSamples);
      this.options.send({ type: 'response.output_audio.delta', ...this.ids, delta: toBase64(chunk) });
      this.sentMs += chunk.length / SAMPLES_PER_MS;
      await this.options.afterPiece();
      signal.throwIfAborted();
    }
  }

  private transcribe(word: string): void {
    const delta = this.said ? ` ${word}` : word;
    this.said += delta;
    this.options.send({ type: 'response.output_audio_transcript.delta', ...this.ids, delta });
  }

  private async write(text: string, signal: AbortSignal): Promise<void> {
    for (const delta of text.match(/\s*\S+/g) ?? []) {
      this.said += delta;
      this.options.send({ type: 'response.output_text.delta', ...this.ids, delta });
      await this.options.afterPiece();
      signal.throwIfAborted();
    }
  }
}
