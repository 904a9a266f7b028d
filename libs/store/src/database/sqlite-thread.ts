import { Worker } from 'node:worker_threads';
import { StoreUnavailable } from '../store.errors.js';
import type { Scrubbed } from './open-database.js';
import type { ThreadAnswer, ThreadRequest } from './sqlite.worker.js';

interface Waiting {
  resolve: (rows: unknown[]) => void;
  reject: (reason: Error) => void;
  limit: NodeJS.Timeout;
}

/** Questions that wait for the thread; beyond it is overrun, and says so. */
const MAX_WAITING = 100;
const DEADLINE_MS = 30_000;
const CLOSE_DEADLINE_MS = 2_000;

/** A second thread at a database file, for what would hold up the talks of this one. It starts when it is first needed. */
export class SqliteThread {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private closed = false;

  constructor(private readonly file: string) {}

  /** @throws StoreUnavailable */
  read(text: string, parameters: readonly unknown[]): Promise<unknown[]> {
    return this.ask((id) => ({ id, do: 'read', text, parameters }));
  }

  /** Copies the write-ahead log back into the file, as far as no reader needs it. */
  async checkpoint(): Promise<void> {
    await this.ask((id) => ({ id, do: 'checkpoint' }));
  }

  /** Writes the file anew, where it is not too large for that, and empties the log. */
  async scrub(): Promise<Scrubbed> {
    const [scrubbed] = await this.ask((id) => ({ id, do: 'scrub' }));
    return scrubbed === 'gone' ? 'gone' : 'may_remain';
  }

  async close(): Promise<void> {
    this.closed = true;
    const { worker } = this;
    if (!worker) return;
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage({ do: 'close' } satisfies ThreadRequest);
    const late = setTimeout(() => void worker.terminate(), CLOSE_DEADLINE_MS);
    await gone;
    clearTimeout(late);
  }

  private ask(request: (id: number) => ThreadRequest): Promise<unknown[]> {
    if (this.closed || this.waiting.size >= MAX_WAITING) {
      return Promise.reject(new StoreUnavailable(new Error('The reading thread is closed or overrun.')));
    }
    this.worker ??= this.start();
    const { worker } = this;
    const id = (this.lastId += 1);
    return new Promise((resolve, reject) => {
      // A query that never ends can be ended only with its thread.
      const limit = setTimeout(() => void worker.terminate(), DEADLINE_MS).unref();
      this.waiting.set(id, { resolve, reject, limit });
      worker.postMessage(request(id));
    });
  }

  private start(): Worker {
    const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
    const worker = new Worker(new URL(`./sqlite.worker${ending}`, import.meta.url), {
      workerData: this.file,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    worker.unref(); // the process ends without asking it
    worker.on('message', (answer: ThreadAnswer) => this.settle(answer));
    worker.on('error', (error: Error) => this.lose(worker, error));
    worker.on('exit', () => this.lose(worker, new Error('The reading thread ended.')));
    return worker;
  }

  private settle(answer: ThreadAnswer): void {
    const waiting = this.waiting.get(answer.id);
    if (!waiting) return;
    this.waiting.delete(answer.id);
    clearTimeout(waiting.limit);
    if ('rows' in answer) waiting.resolve(answer.rows);
    else waiting.reject(Object.assign(new Error(answer.error), { errcode: answer.errcode }));
  }

  private lose(worker: Worker, reason: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const { reject, limit } of this.waiting.values()) {
      clearTimeout(limit);
      reject(new StoreUnavailable(reason));
    }
    this.waiting.clear();
  }
}
