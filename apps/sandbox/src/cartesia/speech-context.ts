import { alignWords } from '../speech/alignment.js';
import { encode } from '../speech/pcm.js';
import { SentenceBuffer } from '../speech/sentence-buffer.js';
import { SpokenLine } from '../speech/spoken-line.js';
import type { SpokenLineOptions, SpokenPiece } from '../speech/spoken-line.js';
import { RequestInvalid } from './cartesia.errors.js';
import { voiceIdOf } from './generation.js';
import type { Generation } from './generation.js';

/** What the server says about a context. */
export interface CartesiaEvent {
  type: string;
  [field: string]: unknown;
}

export interface SpeechContextOptions extends Pick<
  SpokenLineOptions,
  'voice' | 'switches' | 'faults' | 'onFailure' | 'onFault'
> {
  id: string;
  send: (event: CartesiaEvent, flags?: { piece: boolean }) => void;
  /** All was said, or the client wants no more. */
  onDone: () => void;
}

/** How long a text may wait for the rest of its sentence. */
const BUFFER_DELAY_MS = 3_000;

/** One context: texts that are said as one speech. */
export class SpeechContext {
  private readonly line: SpokenLine;
  private readonly pending = new SentenceBuffer();
  private readonly sound: string;
  private delay: NodeJS.Timeout | undefined;
  private flushes = 0;
  private ending = false;
  private lastChunkAtMs = performance.now();

  constructor(
    private readonly options: SpeechContextOptions,
    private readonly first: Generation,
  ) {
    this.sound = soundOf(first);
    const { voice, switches, faults, onFailure, onFault } = options;
    this.line = new SpokenLine({
      ...{ voice, switches, faults, onFailure, onFault },
      voiceName: voiceIdOf(first.voice),
      rate: first.output_format.sample_rate,
      onPiece: (piece) => this.chunk(piece),
    });
  }

  /** @throws RequestInvalid when it is to sound unlike the first text, or to go on after its end */
  add(generation: Generation): void {
    if (this.ending) throw new RequestInvalid('The context has ended: its last text said continue=false.');
    if (soundOf(generation) !== this.sound) {
      throw new RequestInvalid('Within a context only transcript and continue may change.');
    }
    const { transcript, flush, max_buffer_delay_ms } = generation;
    const delayMs = max_buffer_delay_ms ?? BUFFER_DELAY_MS;
    this.say(this.pending.add(transcript));
    clearTimeout(this.delay);
    if (flush || !generation.continue || delayMs === 0) this.say(this.pending.take());
    else this.delay = setTimeout(() => this.say(this.pending.take()), delayMs);
    if (flush) this.flushed();
    if (!generation.continue) this.end();
  }

  /** What is being said is said to its end: Cartesia stops only what was not begun. */
  cancel(): void {
    clearTimeout(this.delay);
    this.pending.take();
    this.line.forgetWaiting();
    this.end();
  }

  close(): void {
    clearTimeout(this.delay);
    this.line.clear();
  }

  private say(text: string): void {
    if (text.trim()) this.line.say(text);
  }

  private end(): void {
    this.ending = true;
    const { id, send, onDone } = this.options;
    this.line.afterwards(() => {
      send({ type: 'done', done: true, status_code: 200, context_id: id });
      onDone();
    });
  }

  private flushed(): void {
    const { id, send } = this.options;
    const flush_id = ++this.flushes;
    this.line.afterwards(() =>
      send({ type: 'flush_done', done: false, flush_done: true, flush_id, status_code: 206, context_id: id }),
    );
  }

  private chunk(piece: SpokenPiece): void {
    const { id, send } = this.options;
    const { encoding } = this.first.output_format;
    const common = { done: false, status_code: 206, context_id: id };
    if (piece.first && this.first.add_timestamps) {
      send({ type: 'timestamps', ...common, word_timestamps: timestamps(piece) });
    }
    const nowMs = performance.now();
    const step_time = Math.round((nowMs - this.lastChunkAtMs) * 1_000) / 1_000;
    this.lastChunkAtMs = nowMs;
    const data = encode(piece.pcm, encoding).toString('base64');
    send({ type: 'chunk', ...common, data, step_time, flush_id: this.flushes }, { piece: true });
  }
}

function timestamps({ sentence }: SpokenPiece) {
  const words = alignWords(sentence);
  return {
    words: words.map(({ text }) => text),
    start: words.map(({ startMs }) => startMs / 1_000),
    end: words.map(({ endMs }) => endMs / 1_000),
  };
}

function soundOf({ model_id, voice, output_format: { encoding, sample_rate } }: Generation): string {
  return JSON.stringify([model_id, voiceIdOf(voice), encoding, sample_rate]);
}
