import { alignLetters } from '../speech/alignment.js';
import { encode } from '../speech/pcm.js';
import { SpokenLine } from '../speech/spoken-line.js';
import type { SpokenLineOptions, SpokenPiece } from '../speech/spoken-line.js';
import type { InputMessage } from './input-message.js';
import type { InputOptions } from './input-options.js';

export interface TextStreamOptions extends Pick<
  SpokenLineOptions,
  'voice' | 'voiceName' | 'switches' | 'faults' | 'onFailure' | 'onFault'
> {
  input: InputOptions;
  /** Of one of many: put on every frame. */
  contextId?: string;
  send: (name: string, frame: object, flags?: { piece: boolean }) => void;
}

/** How many letters are gathered for the first, second, third and further pieces of speech. */
const CHUNK_LENGTHS: readonly number[] = [120, 160, 250, 290];

/** One stream of text on its way to sound with the times of its letters. */
export class TextStream {
  private readonly line: SpokenLine;
  private pending = '';
  private chunkLengths = CHUNK_LENGTHS;
  private chunks = 0;
  private ended = false;

  constructor(private readonly options: TextStreamOptions) {
    const { voice, voiceName, switches, faults, onFailure, onFault, input } = options;
    this.line = new SpokenLine({
      ...{ voice, voiceName, switches, faults, onFailure, onFault },
      rate: input.format.rate,
      onPiece: (piece) => this.send(piece),
    });
  }

  add({ text, flush, try_trigger_generation, generation_config }: InputMessage): void {
    if (this.ended) return;
    this.chunkLengths = generation_config?.chunk_length_schedule ?? this.chunkLengths;
    this.pending += text ?? '';
    const enough = this.chunkLengths[this.chunks] ?? this.chunkLengths.at(-1) ?? 0;
    const now = flush || try_trigger_generation || this.options.input.autoMode;
    if (now || this.pending.length >= enough) this.sayPending();
  }

  /** Says the rest, then tells the end. */
  end(told: () => void): void {
    if (this.ended) return;
    this.ended = true;
    this.sayPending();
    const { contextId, send } = this.options;
    this.line.afterwards(() => {
      send('final', { isFinal: true, ...(contextId && { contextId }) });
      told();
    });
  }

  close(): void {
    this.line.clear();
  }

  private sayPending(): void {
    if (this.pending.trim()) {
      this.line.say(this.pending);
      this.chunks += 1;
    }
    this.pending = '';
  }

  private send(piece: SpokenPiece): void {
    const { input, contextId, send } = this.options;
    const letters = alignLetters(piece);
    const alignment = {
      chars: letters.map(({ text }) => text),
      charStartTimesMs: letters.map(({ startMs }) => Math.max(0, Math.round(startMs))),
      charDurationsMs: letters.map(({ startMs, endMs }) => Math.round(endMs) - Math.round(startMs)),
    };
    const frame = {
      audio: encode(piece.pcm, input.format.encoding).toString('base64'),
      isFinal: null,
      alignment,
      normalizedAlignment: alignment,
      ...(contextId && { contextId }),
    };
    send('audio', frame, { piece: true });
  }
}
