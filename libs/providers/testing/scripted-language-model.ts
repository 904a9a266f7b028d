import { LanguageModel } from '../src/llm/language-model.js';
import type { AnswerPiece, Question } from '../src/llm/language-model.js';
import type { VendorFault } from '../src/vendor-fault.js';

/** A text, another piece, a fault that is thrown, or a wait for something. */
export type AnswerStep = string | AnswerPiece | VendorFault | Promise<unknown> | { afterMs: number };

/** From here on nothing comes. */
export const SILENCE: Promise<never> = new Promise(() => undefined);

interface ScriptedLanguageModelOptions {
  vendor?: string;
  modelName?: string;
}

/** Plays a script, question by question, and remembers what it was asked. The last answer is given for ever. */
export class ScriptedLanguageModel extends LanguageModel {
  readonly vendor: string;
  readonly modelName: string;
  readonly asked: Question[] = [];
  /** How many questions were taken back before their answers were over. */
  takenBack = 0;
  private script: (readonly AnswerStep[])[] = [];
  private readonly waiting: { count: number; resolve: () => void }[] = [];

  constructor({ vendor = 'openai', modelName = 'scripted' }: ScriptedLanguageModelOptions = {}) {
    super();
    this.vendor = vendor;
    this.modelName = modelName;
  }

  /** One list of steps a question. */
  will(...answers: (readonly AnswerStep[])[]): this {
    this.script = answers;
    return this;
  }

  /** Resolves when it has been asked so many times. */
  async reached(count: number): Promise<void> {
    if (this.asked.length >= count) return;
    await new Promise<void>((resolve) => this.waiting.push({ count, resolve }));
  }

  async *answer(question: Question, signal: AbortSignal): AsyncGenerator<AnswerPiece> {
    this.asked.push(question);
    for (const { count, resolve } of this.waiting) if (this.asked.length >= count) resolve();
    const steps = (this.script.length > 1 ? this.script.shift() : this.script[0]) ?? [];
    let isOver = false;
    try {
      for (const step of steps) {
        const piece = await untilAborted(play(step), signal);
        if (signal.aborted) return;
        if (piece) yield piece;
      }
      isOver = true;
    } catch (error) {
      isOver = true;
      throw error;
    } finally {
      if (!isOver) this.takenBack += 1;
    }
  }
}

async function play(step: AnswerStep): Promise<AnswerPiece | undefined> {
  if (typeof step === 'string') return { type: 'text', text: step };
  if (step instanceof Error) throw step;
  if (step instanceof Promise) return void (await step);
  if ('afterMs' in step) return void (await new Promise((resolve) => setTimeout(resolve, step.afterMs)));
  return step;
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const aborted = Promise.withResolvers<undefined>();
  const onAbort = () => aborted.resolve(undefined);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
