import { VendorFault } from '../vendor-fault.js';
import { Asking } from './asking.js';
import type { Heard } from './asking.js';
import { continued } from './continued.js';
import { EMPTY } from './language-model.js';
import type { AnswerPiece, LanguageModel, Question } from './language-model.js';
import { Splice } from './splice.js';

const AGAIN_AFTER_MS = 300;
/** A vendor that asks to be left alone for longer is: the person would hear nothing until then. */
const LEAVE_ALONE_AT_MOST_MS = 1_000;

/** Who judges the models by what becomes of one question. */
export interface RelayListener {
  /** Its answer is the one that is heard from here on; `faults` are those of the others before. */
  began(model: LanguageModel, faults: ReadonlyMap<LanguageModel, VendorFault>): void;
  answered(model: LanguageModel): void;
  failed(model: LanguageModel, fault: VendorFault, isLast: boolean): void;
  /** It was not asked, or taken back before it could answer. */
  leftOut(model: LanguageModel): void;
}

interface AnswerRelayOptions {
  /** Whom to ask, in turn. */
  models: readonly LanguageModel[];
  question: Question;
  signal: AbortSignal;
  hedgeAfterMs: number;
  listener: RelayListener;
}

interface Begun {
  asking: Asking;
  heard: Heard;
}

/** One question and its one answer, of which several models may say a part. */
export class AnswerRelay {
  private left: LanguageModel[];
  private said = '';
  private isSecondRound = false;
  private readonly faults = new Map<LanguageModel, VendorFault>();
  private readonly judged = new Set<LanguageModel>();

  constructor(private readonly options: AnswerRelayOptions) {
    this.left = [...options.models];
  }

  /** @throws VendorFault of the last when none could */
  async *pieces(): AsyncGenerator<AnswerPiece> {
    const { models, listener } = this.options;
    try {
      for (let isOver = false; !isOver;) {
        const begun = await this.firstToBegin();
        isOver = !begun || (yield* this.passOn(begun));
      }
    } finally {
      for (const model of models) if (!this.judged.has(model)) listener.leftOut(model);
    }
  }

  /** @returns undefined when nobody wants the answer any more. @throws VendorFault */
  private async firstToBegin(): Promise<Begun | undefined> {
    const running: Asking[] = [];
    try {
      for (;;) {
        if (!running.length) running.push(this.ask(await this.next()));
        const begun = await this.whoBegins(running);
        if (this.options.signal.aborted) return undefined;
        if (!begun) {
          running.push(...this.left.splice(0, 1).map((model) => this.ask(model)));
          continue;
        }
        const { asking, heard } = begun;
        const at = running.indexOf(asking);
        if (heard.type === 'fault' && !this.isWhole(heard.fault)) {
          running.splice(at, 1);
          this.failed(asking.model, heard.fault, running.length > 0);
          continue;
        }
        // Those who were asked before it had the longer time; those after it may be asked another time.
        for (const { model } of running.slice(0, at)) this.failed(model, new VendorFault('stalled'), true);
        this.left.unshift(...running.slice(at + 1).map(({ model }) => model));
        running.splice(at, 1);
        this.options.listener.began(asking.model, this.faults);
        return begun;
      }
    } finally {
      for (const asking of running) asking.takeBack();
    }
  }

  /** @returns undefined when nobody did in time, and there is another to ask */
  private async whoBegins(running: readonly Asking[]): Promise<Begun | undefined> {
    const beginnings = running.map(async (asking) => ({ asking, heard: await asking.beginning }));
    if (running.length > 1 || !this.left.length) return Promise.race(beginnings);
    const isLate = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => isLate.resolve(undefined), this.options.hedgeAfterMs);
    try {
      return await Promise.race([...beginnings, isLate.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @returns whether that was all */
  private async *passOn({ asking, heard: first }: Begun): AsyncGenerator<AnswerPiece, boolean> {
    const splice = new Splice(this.said);
    let [hasAskedForTool, hasFailed] = [false, false];
    try {
      for (let heard = first; !this.options.signal.aborted; heard = await asking.hear()) {
        if (heard.type === 'fault' && !this.isWhole(heard.fault)) {
          hasFailed = true;
          this.failed(asking.model, heard.fault, hasAskedForTool);
          // What the tool answers leads to a question of its own.
          return hasAskedForTool;
        }
        if (heard.type === 'piece' && heard.piece.type === 'text') {
          yield* this.say(splice.push(heard.piece.text));
          continue;
        }
        yield* this.say(splice.rest());
        if (heard.type !== 'piece') return true;
        hasAskedForTool ||= heard.piece.type === 'tool';
        yield heard.piece;
      }
      return true;
    } finally {
      if (!hasFailed) this.answered(asking.model);
      asking.takeBack();
    }
  }

  private *say(text: string): Generator<AnswerPiece> {
    this.said += text;
    if (text) yield { type: 'text', text };
  }

  private ask(model: LanguageModel): Asking {
    return new Asking(model, continued(this.options.question, this.said), this.options.signal);
  }

  /** @throws VendorFault when there is none left */
  private async next(): Promise<LanguageModel> {
    const model = this.left.shift();
    if (model) return model;
    const [first, ...others] = this.mendable();
    if (!first) throw [...this.faults.values()].at(-1) ?? new VendorFault('left_alone');
    this.isSecondRound = true;
    this.left = others;
    await pause(AGAIN_AFTER_MS, this.options.signal);
    return first;
  }

  /** Those that may answer when they are asked again. */
  private mendable(): LanguageModel[] {
    if (this.isSecondRound) return [];
    return this.options.models.filter((model) => {
      const { isFinal = true, retryAfterMs = 0 } = this.faults.get(model) ?? {};
      return !isFinal && retryAfterMs <= LEAVE_ALONE_AT_MOST_MS;
    });
  }

  /** Nothing was missing from what others had said before. */
  private isWhole(fault: VendorFault): boolean {
    return fault.detail === EMPTY && this.said !== '';
  }

  private answered(model: LanguageModel): void {
    this.judged.add(model);
    this.options.listener.answered(model);
  }

  private failed(model: LanguageModel, fault: VendorFault, isSaved: boolean): void {
    this.judged.add(model);
    // The latest comes last.
    this.faults.delete(model);
    this.faults.set(model, fault);
    const isLast = !isSaved && !this.left.length && !this.mendable().length;
    this.options.listener.failed(model, fault, isLast);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    signal.addEventListener('abort', over, { once: true });
  });
}
