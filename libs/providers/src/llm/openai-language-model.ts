import { OpenAI } from 'openai';
import type { VendorAccess } from '../openai-access.js';
import { VendorFault } from '../vendor-fault.js';
import { chatFault } from './chat-fault.js';
import { toChatRequest } from './chat-request.js';
import { keptAliveFetch } from './kept-alive-fetch.js';
import { EMPTY, LanguageModel } from './language-model.js';
import type { AnswerPiece, Question } from './language-model.js';
import { SilenceLimit } from './silence-limit.js';
import { ToolFragments } from './tool-fragments.js';

/** A person is not kept waiting for longer, at the beginning or in the middle. */
const PIECE_WITHIN_MS = 4_000;
/** The answer is there; only what it cost is still to come. */
const USAGE_WITHIN_MS = 1_000;

interface OpenAiLanguageModelOptions {
  model: string;
  access: VendorAccess;
  pieceWithinMs?: number;
}

type Choice = OpenAI.Chat.ChatCompletionChunk.Choice;

/** Chat completions, as OpenAI has them and many others. */
export class OpenAiLanguageModel extends LanguageModel {
  readonly vendor: string = 'openai';
  readonly modelName: string;
  private readonly client: OpenAI;
  private readonly pieceWithinMs: number;
  private readonly usageWithinMs: number;

  constructor({ model, access, pieceWithinMs = PIECE_WITHIN_MS }: OpenAiLanguageModelOptions) {
    super();
    this.modelName = model;
    this.pieceWithinMs = pieceWithinMs;
    this.usageWithinMs = Math.min(USAGE_WITHIN_MS, pieceWithinMs);
    this.client = new OpenAI({
      apiKey: access.apiKey,
      baseURL: access.baseUrl,
      // Else they are taken from the environment, which is for another account when this is not OpenAI.
      organization: null,
      project: null,
      fetch: keptAliveFetch,
      // Another vendor is asked instead, and sooner.
      maxRetries: 0,
      // It would log what people say.
      logLevel: 'off',
    });
  }

  async *answer(question: Question, signal: AbortSignal): AsyncGenerator<AnswerPiece> {
    const silence = new SilenceLimit();
    const answer = new AnswerSoFar();
    silence.expectWithin(this.pieceWithinMs);
    try {
      const stream = await this.client.chat.completions.create(toChatRequest(this.modelName, question), {
        signal: AbortSignal.any([signal, silence.signal]),
      });
      for await (const { choices, usage } of stream) {
        answer.usage = usage ?? answer.usage;
        const pieces = answer.take(choices[0]);
        // Who takes the pieces may be slow: that is not the vendor's silence.
        if (answer.hasMoved) silence.lift();
        yield* pieces;
        if (answer.hasMoved)
          silence.expectWithin(answer.isComplete ? this.usageWithinMs : this.pieceWithinMs);
      }
    } catch (error) {
      if (!signal.aborted && !silence.isReached) throw chatFault(error);
    } finally {
      silence.lift();
    }
    if (signal.aborted) return;
    answer.check(question, silence.isReached);
    if (answer.usage) yield toUsage(answer.usage);
  }
}

/** What came of an answer. */
class AnswerSoFar {
  usage: OpenAI.CompletionUsage | undefined;
  /** Whether the latest chunk had anything of use: vendors that are stuck go on sending empty ones. */
  hasMoved = false;
  isComplete = false;
  private isEmpty = true;
  private readonly tools = new ToolFragments();

  /** @returns what can be passed on. */
  take(choice: Choice | undefined): AnswerPiece[] {
    const { delta, finish_reason: finished } = choice ?? {};
    const text = delta?.content || delta?.refusal || '';
    const fragments = (delta?.tool_calls ?? []).map((fragment) => this.tools.add(fragment));
    this.isComplete ||= Boolean(finished);
    this.hasMoved = Boolean(text || finished) || fragments.includes(true);
    const pieces: AnswerPiece[] = text ? [{ type: 'text', text }] : [];
    if (this.isComplete)
      pieces.push(...this.tools.take().map((tool) => ({ type: 'tool' as const, ...tool })));
    if (pieces.length) this.isEmpty = false;
    return pieces;
  }

  /** @throws VendorFault when this is not all of it */
  check({ messages }: Question, wentSilent: boolean): void {
    if (!this.isComplete) throw new VendorFault(wentSilent ? 'stalled' : 'dropped');
    // After a tool there may be nothing left to say; a person is owed an answer.
    if (this.isEmpty && messages.at(-1)?.role !== 'tool')
      throw new VendorFault('answer_failed', undefined, undefined, EMPTY);
  }
}

function toUsage({
  prompt_tokens,
  completion_tokens,
  prompt_tokens_details,
}: OpenAI.CompletionUsage): AnswerPiece {
  return {
    type: 'usage',
    inputTokens: prompt_tokens,
    outputTokens: completion_tokens,
    cachedTokens: prompt_tokens_details?.cached_tokens ?? 0,
  };
}
