import type { OpenAiErrorBody } from '../openai.errors.js';

/** In what the vendors that answer `/chat/completions` differ. */
export interface ChatDialect {
  vendor: string;
  /** @throws OpenAiError when the model is not to be had. */
  admit: (model: string) => void;
  newId: () => string;
  /** In which header of an answer its id is told too. */
  idHeader?: string;
  /** What else each answer and each chunk of one says. */
  extras: object;
  /** A comment that keeps a stream alive until the first token. */
  processing?: string;
  /** The status of a whole answer that failed while it was made. */
  failureStatus: (status: number) => number;
  /** What a stream says that fails after its status 200. */
  failure: (status: number) => { error: OpenAiErrorBody | { code: number; message: string } };
}
