import { Worker } from 'node:worker_threads';
import type { RecordedSound } from './recorded-sound.js';
// From the thread's own file, which nothing else names: so it is built.
import type { WriterNews, WriterOrder } from './recorder.worker.js';

export type NewsListener = (news: WriterNews) => void;

/** Who writes the recordings of a process. */
export interface Recorders {
  /** From here on `listener` is told what becomes of this recording, up to its end or failure. */
  open(order: Extract<WriterOrder, { do: 'open' }>, listener: NewsListener): void;
  order(order: WriterOrder): void;
}

/** A thread that writes all recordings of this process. It starts with the first of them. */
export class RecorderThread implements Recorders {
  private worker: Worker | undefined;
  private readonly listeners = new Map<string, NewsListener>();

  /** @param execArgv for the thread, where it is to run from the source */
  constructor(private readonly execArgv: string[] = []) {}

  open(order: Extract<WriterOrder, { do: 'open' }>, listener: NewsListener): void {
    this.listeners.set(order.id, listener);
    this.order(order);
  }

  order(order: WriterOrder): void {
    this.worker ??= this.start();
    this.worker.postMessage(order, 'sounds' in order ? memoryOf(order.sounds) : []);
  }

  /** What is still open is lost, but for its whole segments. */
  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private start(): Worker {
    const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
    const url = new URL(`./recorder.worker${ending}`, import.meta.url);
    const worker = new Worker(url, { execArgv: this.execArgv });
    worker.unref();
    worker.on('message', (news: WriterNews) => this.pass(news));
    worker.on('error', (error: Error) => this.lose(worker, String(error)));
    worker.on('exit', () => this.lose(worker, 'the recording thread ended'));
    return worker;
  }

  private pass(news: WriterNews): void {
    const listener = this.listeners.get(news.id);
    if (news.type === 'ended' || news.type === 'failed') this.listeners.delete(news.id);
    listener?.(news);
  }

  private lose(worker: Worker, error: string): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const id of [...this.listeners.keys()]) this.pass({ id, type: 'failed', reason: 'failed', error });
  }
}

function memoryOf(sounds: readonly RecordedSound[]): ArrayBuffer[] {
  return sounds.flatMap((sound) =>
    'samples' in sound && sound.samples.buffer instanceof ArrayBuffer ? [sound.samples.buffer] : [],
  );
}
