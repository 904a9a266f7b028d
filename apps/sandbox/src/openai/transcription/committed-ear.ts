import type { Ear, Heard } from '../../speech/ear.js';
import { textOf } from '../../speech/stream-ear.js';
import { StreamingEar } from '../../speech/streaming-ear.js';

/** Never sooner than the client ends a stretch: it is for it to say. */
const SILENCES = { silenceMs: 5_000, unfinishedSilenceMs: 10_000 };
const RATE = 24_000;

/**
 * Hears while the sound comes, and tells what it heard up to where the client commits it. A sentence that is committed in pieces is
 * understood all the same: the rest of it with the sound of its beginning.
 */
export class CommittedEar {
  private stream: StreamingEar | undefined;
  private words: string[] = [];

  constructor(
    private readonly ear: Pick<Ear, 'hear' | 'idle'>,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** PCM16 mono, 24 kHz. */
  write(pcm: Int16Array): void {
    this.stream ??= this.open();
    this.stream.write(pcm);
  }

  /** What was said since the last commit; empty where nothing was. */
  async commit(): Promise<Heard> {
    await this.stream?.finalize();
    const text = this.words.splice(0).join(' ');
    return { text, unclear: false, confidence: 1, slots: { intent: 'unknown' } };
  }

  /** What was written and not committed is forgotten. */
  close(): void {
    this.stream?.close();
    this.stream = undefined;
    this.words = [];
  }

  private open(): StreamingEar {
    return new StreamingEar({
      ...SILENCES,
      ...{ ear: this.ear, rate: RATE, interims: false, onFault: this.onFault },
      listener: {
        speechStarted: () => undefined,
        interim: () => undefined,
        final: ({ words }) => this.words.push(textOf(words, false)),
      },
    });
  }
}
