import { StreamEar } from '../stream-ear.js';
import type { Silences, StreamListener, Stretch } from '../stream-ear.js';

/** Understands what it is told; what it is asked is kept. */
export class ToldEar extends StreamEar {
  readonly asked: string[] = [];
  endMs = 0;
  /** Settled by the next `finalize`. */
  open: Stretch | undefined;

  constructor(
    private readonly listener: StreamListener,
    private readonly rate: number,
  ) {
    super();
  }

  write(pcm: Int16Array): void {
    this.endMs += (pcm.length / this.rate) * 1_000;
  }

  wait({ silenceMs, unfinishedSilenceMs }: Silences): void {
    this.asked.push(`wait ${silenceMs} ${unfinishedSilenceMs}`);
  }

  finalize(): Promise<void> {
    this.asked.push('finalize');
    const { open } = this;
    this.open = undefined;
    if (open) this.listener.final(open, true);
    return Promise.resolve();
  }

  close(): void {
    this.asked.push('close');
  }
}

/** Words of half a second each, written with a capital and a full stop. */
export function stretchOf(text: string, startMs = 0): Stretch {
  const words = text.split(' ').map((word, i, all) => ({
    text: word,
    written:
      (i === 0 ? word.charAt(0).toUpperCase() + word.slice(1) : word) + (i === all.length - 1 ? '.' : ''),
    startMs: startMs + i * 500,
    endMs: startMs + (i + 1) * 500,
    confidence: 0.9,
  }));
  return { startMs, endMs: words.at(-1)?.endMs ?? startMs, words };
}
