/** What a language model is shown, oldest first. */
export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; toolCalls?: readonly ToolRequest[] }
  /** What a tool answered, as JSON. */
  | { role: 'tool'; callId: string; content: string };

/** A tool that the model wants to have run. */
export interface ToolRequest {
  callId: string;
  name: string;
  /** JSON as the model wrote it, which may be broken. */
  arguments: string;
}

export interface DeclaredTool {
  name: string;
  description: string;
  /** JSON Schema of an object. */
  parameters: Record<string, unknown>;
}

/** A form that an answer has to have: the model then writes JSON and nothing else. What comes is to be checked all the same. */
export interface AnswerFormat {
  /** Letters, digits, `_` and `-`. */
  name: string;
  /** JSON Schema of an object, every property of which is required. */
  schema: Record<string, unknown>;
}

export interface Question {
  messages: readonly ChatMessage[];
  tools: readonly DeclaredTool[];
  /** Left out, the model answers in words. */
  format?: AnswerFormat;
}

/** What comes of an answer, piece by piece. */
export type AnswerPiece =
  | { type: 'text'; text: string }
  /** Whole: its arguments are complete. */
  | ({ type: 'tool' } & ToolRequest)
  /** Once, at the end, where the vendor counts. */
  | { type: 'usage'; inputTokens: number; outputTokens: number; cachedTokens: number };

/** The detail of an `answer_failed` that came in good order, without a word. */
export const EMPTY = 'empty';

/** A language model of one vendor, with its key. A process keeps one for many talks. */
export abstract class LanguageModel {
  abstract readonly vendor: string;
  abstract readonly modelName: string;
  /**
   * Answers piece by piece. Ends silently when `signal` is aborted.
   * @throws VendorFault from the iteration: before the first piece, or when the answer breaks off
   */
  abstract answer(question: Question, signal: AbortSignal): AsyncIterable<AnswerPiece>;
}
