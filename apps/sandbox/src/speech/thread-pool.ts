import { Worker } from 'node:worker_threads';
import { SpeechFailed, SpeechOverloaded, SpeechTimedOut } from './speech.errors.js';
import type { ThreadData, ThreadMessage } from './thread.js';

export interface ThreadPoolOptions {
  /** The file of work, without its ending: it is TypeScript in tests and JavaScript in the built server. */
  work: string;
  options: unknown;
  threads: number;
  maxWaiting: number;
  /** From the moment a task is handed in. */
  deadlineMs: number;
}

interface Task<Request, Answer> {
  request: Request;
  resolve(answer: Answer): void;
  reject(reason: unknown): void;
}

interface Thread<Request, Answer> {
  worker: Worker;
  /** Stays after the task was given up: the thread is busy until it answers. */
  task?: Task<Request, Answer>;
}

/**
 * A few worker threads and a bounded queue before them. A thread does one task at a time. One that dies or overruns its deadline
 * takes only its own task with it; a new one starts for the next.
 */
export class ThreadPool<Request, Answer> {
  private readonly threads = new Set<Thread<Request, Answer>>();
  private waiting: Task<Request, Answer>[] = [];
  private closed = false;

  constructor(private readonly options: ThreadPoolOptions) {}

  /** Starts all threads now, so that the first task does not wait for WASM to compile. */
  warm(): void {
    while (this.threads.size < this.options.threads) this.start();
  }

  /** Whether no task is under way or waits. */
  get idle(): boolean {
    return this.waiting.length === 0 && [...this.threads].every(({ task }) => !task);
  }

  async run(request: Request, signal?: AbortSignal): Promise<Answer> {
    signal?.throwIfAborted();
    const { maxWaiting, deadlineMs } = this.options;
    if (this.closed) throw new SpeechFailed('the sandbox is shutting down');
    if (this.waiting.length >= maxWaiting) throw new SpeechOverloaded(maxWaiting);

    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const task = { request, resolve, reject };
    const overrun = () => this.overrun(task);
    const abandon = () => this.giveUp(task, signal?.reason);
    const deadline = setTimeout(overrun, deadlineMs);
    signal?.addEventListener('abort', abandon, { once: true });
    this.waiting.push(task);
    this.next();
    try {
      return await promise;
    } finally {
      clearTimeout(deadline);
      signal?.removeEventListener('abort', abandon);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    const gone = [...this.waiting, ...[...this.threads].flatMap(({ task }) => task ?? [])];
    this.waiting = [];
    for (const task of gone) task.reject(new SpeechFailed('the sandbox is shutting down'));
    await Promise.all([...this.threads].map(({ worker }) => worker.terminate()));
  }

  private next(): void {
    if (this.closed || this.waiting.length === 0) return;
    const idle = [...this.threads].find((thread) => !thread.task);
    const thread = idle ?? (this.threads.size < this.options.threads ? this.start() : undefined);
    if (!thread) return;
    thread.task = this.waiting.shift();
    thread.worker.postMessage(thread.task?.request);
  }

  private start(): Thread<Request, Answer> {
    const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
    const work = new URL(`./${this.options.work}${ending}`, import.meta.url).href;
    const worker = new Worker(new URL(`./thread${ending}`, import.meta.url), {
      workerData: { work, options: this.options.options } satisfies ThreadData,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const thread: Thread<Request, Answer> = { worker };
    this.threads.add(thread);
    worker.on('message', (message: ThreadMessage) => this.finish(thread, message));
    worker.on('error', (error) => this.lose(thread, String(error)));
    worker.on('exit', () => this.lose(thread, 'its thread ended'));
    return thread;
  }

  private finish(thread: Thread<Request, Answer>, message: ThreadMessage): void {
    if ('error' in message) thread.task?.reject(new SpeechFailed(message.error));
    else thread.task?.resolve(message.answer as Answer);
    thread.task = undefined;
    this.next();
  }

  private lose(thread: Thread<Request, Answer>, reason: string): void {
    if (!this.threads.delete(thread)) return;
    thread.task?.reject(new SpeechFailed(reason));
    this.next();
  }

  private overrun(task: Task<Request, Answer>): void {
    this.giveUp(task, new SpeechTimedOut(this.options.deadlineMs));
    const stuck = [...this.threads].find((thread) => thread.task === task);
    // WASM cannot be interrupted from outside: the thread goes, and `exit` makes room for a new one.
    if (stuck) void stuck.worker.terminate();
  }

  private giveUp(task: Task<Request, Answer>, reason: unknown): void {
    this.waiting = this.waiting.filter((other) => other !== task);
    task.reject(reason);
  }
}
