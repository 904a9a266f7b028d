import { VendorFault } from '../vendor-fault.js';
import type { AnswerPiece, LanguageModel, Question } from './language-model.js';

export type Heard =
  { type: 'piece'; piece: AnswerPiece } | { type: 'end' } | { type: 'fault'; fault: VendorFault };

/** One model that was asked, and what comes of it. Faults are heard; whatever else is thrown is a bug and thrown on. */
export class Asking {
  /** A word, a tool, the end or a fault. */
  readonly beginning: Promise<Heard>;
  private readonly taken = new AbortController();
  private readonly pieces: AsyncIterator<AnswerPiece>;

  constructor(
    readonly model: LanguageModel,
    question: Question,
    signal: AbortSignal,
  ) {
    const stop = AbortSignal.any([signal, this.taken.signal]);
    this.pieces = model.answer(question, stop)[Symbol.asyncIterator]();
    this.beginning = this.hear();
    // Nobody may be there any more to hear it.
    this.beginning.catch(() => undefined);
  }

  async hear(): Promise<Heard> {
    try {
      const next = await this.pieces.next();
      return next.done ? { type: 'end' } : { type: 'piece', piece: next.value };
    } catch (error) {
      if (error instanceof VendorFault) return { type: 'fault', fault: error };
      throw error;
    }
  }

  /** Not wanted any more. */
  takeBack(): void {
    this.taken.abort();
    // Not awaited: it ends when it notices, and what it then says concerns nobody.
    void this.pieces.return?.().catch(() => undefined);
  }
}
