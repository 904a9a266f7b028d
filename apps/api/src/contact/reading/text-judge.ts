import { Worker } from 'node:worker_threads';
import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { Judgement } from '#store';
import type { JudgeAnswer, JudgeRequest } from './text-judge.worker.js';

/** Loading the libraries included. */
const DEADLINE_MS = 10_000;
/** What is said beyond it makes no language more certain. */
const LONGEST = 2_000;
/** Many times what it needs: a thread without a limit lets its garbage grow. */
const MEMORY = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 8 };
const UNKNOWN: Judgement = { language: null, sentiment: null };

interface Waiting {
  resolve: (judgement: Judgement) => void;
  limit: NodeJS.Timeout;
}

/** Language and sentiment of texts, in a thread that begins with the first of them. */
@Injectable()
export class TextJudge implements OnApplicationShutdown {
  private readonly logger = new Logger(TextJudge.name);
  private readonly waiting = new Map<number, Waiting>();
  private worker: Worker | undefined;
  private lastId = 0;

  /** Never rejects: what cannot be told is null. @param language as a recogniser told it */
  judge(text: string, language: string | null): Promise<Judgement> {
    this.worker ??= this.start();
    const { worker } = this;
    const id = (this.lastId += 1);
    return new Promise((resolve) => {
      // A thread that does not answer is replaced for the next text.
      const limit = setTimeout(() => this.lose(worker, new Error('It took too long.')), DEADLINE_MS);
      this.waiting.set(id, { resolve, limit });
      worker.postMessage({ id, text: text.slice(0, LONGEST), language } satisfies JudgeRequest);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    this.settleAll();
    await worker?.terminate();
  }

  private start(): Worker {
    const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
    const worker = new Worker(new URL(`./text-judge.worker${ending}`, import.meta.url), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      resourceLimits: MEMORY,
    });
    worker.unref(); // the process ends without asking it
    worker.on('message', ({ id, ...judgement }: JudgeAnswer) => this.settle(id, judgement));
    worker.on('error', (error: Error) => this.lose(worker, error));
    return worker;
  }

  private settle(id: number, judgement: Judgement): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    clearTimeout(waiting?.limit);
    waiting?.resolve(judgement);
  }

  private lose(worker: Worker, reason: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    this.logger.warn('language and sentiment cannot be told', { err: reason });
    void worker.terminate();
    this.settleAll();
  }

  private settleAll(): void {
    for (const id of [...this.waiting.keys()]) this.settle(id, UNKNOWN);
  }
}
