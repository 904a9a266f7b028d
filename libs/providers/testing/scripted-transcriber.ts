import { Transcriber } from '../src/stt/transcriber.js';
import type { Transcription, TranscriptionListener, TranscriptionSettings } from '../src/stt/transcriber.js';
import type { VendorFault } from '../src/vendor-fault.js';

/** A stream whose words a test speaks. */
export class ScriptedTranscription implements Transcription {
  /** All sound that was written, in its pieces. */
  readonly written: Int16Array[] = [];
  /** How often it was asked to settle what it heard. */
  finalized = 0;
  isOver = false;
  owesWords = false;

  constructor(
    readonly settings: TranscriptionSettings,
    private readonly listener: TranscriptionListener,
    private readonly onFinalize: (stream: ScriptedTranscription) => void,
  ) {}

  write(samples: Int16Array): void {
    if (!this.isOver) this.written.push(samples.slice());
  }

  finalize(): void {
    if (this.isOver) return;
    this.finalized += 1;
    this.onFinalize(this);
  }

  close(): void {
    this.isOver = true;
  }

  interim(text: string): void {
    if (!this.isOver) this.listener.interim(text);
  }

  final(text: string, language: string | undefined = this.settings.language, untilMs?: number): void {
    if (!this.isOver) this.listener.final(text, language, untilMs);
  }

  fail(fault: VendorFault): void {
    if (this.isOver) return;
    this.isOver = true;
    this.listener.failed(fault);
  }
}

/** A recogniser that understands what a test tells it, when it does. */
export class ScriptedTranscriber extends Transcriber {
  readonly modelName = 'scripted';
  readonly streams: ScriptedTranscription[] = [];
  /** What becomes of the next attempts to open a stream; beyond them each succeeds. `hang` lasts until the talk is over. */
  readonly openings: (VendorFault | 'hang' | 'open')[] = [];
  /** Called when a stream is asked to settle what it heard: the place to answer with a final at once. */
  onFinalize: (stream: ScriptedTranscription) => void = () => undefined;
  attempts = 0;

  private readonly waiting: { count: number; resolve: () => void }[] = [];

  constructor(readonly vendor: string = 'deepgram') {
    super();
  }

  /** The stream that was opened last. @throws Error before there is one */
  get stream(): ScriptedTranscription {
    const last = this.streams.at(-1);
    if (!last) throw new Error('no stream was opened');
    return last;
  }

  /** Resolves when so many streams were opened. */
  async opened(count: number = 1): Promise<ScriptedTranscription> {
    if (this.streams.length < count)
      await new Promise<void>((resolve) => this.waiting.push({ count, resolve }));
    return this.stream;
  }

  async open(
    settings: TranscriptionSettings,
    listener: TranscriptionListener,
    signal: AbortSignal,
  ): Promise<Transcription> {
    signal.throwIfAborted();
    this.attempts += 1;
    const opening = this.openings.shift() ?? 'open';
    if (opening === 'hang') await aborted(signal);
    else if (opening !== 'open') throw opening;
    const stream = new ScriptedTranscription(settings, listener, (asked) => this.onFinalize(asked));
    signal.addEventListener('abort', () => stream.close(), { once: true });
    this.streams.push(stream);
    for (const { count, resolve } of this.waiting) if (this.streams.length >= count) resolve();
    return stream;
  }
}

async function aborted(signal: AbortSignal): Promise<never> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  throw new Error('nobody waits for this stream any more');
}
