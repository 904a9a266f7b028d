import { ReadableStream } from 'node:stream/web';
import { LanguageModel } from '#providers';
import type { AnswerPiece } from '#providers';

/** Words that are to be spoken as they are: a greeting, an operator's. Answers like a model, so that they go the way of answers. */
export class SaidWords extends LanguageModel {
  readonly vendor = 'parley';
  readonly modelName = 'words';

  constructor(private readonly words: string) {
    super();
  }

  answer(): AsyncIterable<AnswerPiece> {
    return ReadableStream.from<AnswerPiece>([{ type: 'text', text: this.words }]);
  }
}
