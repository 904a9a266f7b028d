import type { Request, Response } from 'express';
import type { Faults } from '../../control/faults.js';
import type { FaultsService } from '../../control/faults.service.js';
import { EventStream, untilClosed } from '../text/event-stream.js';
import type { AnswerPiece, FinishReason, TextModel } from '../text/text-model.js';
import { measureText } from '../text/text-usage.js';
import type { TextUsage } from '../text/text-usage.js';
import { chunk, completion, deltaOf, usageChunk } from './chat-answer.js';
import type { ChatDialect } from './chat-dialect.js';
import { readChatRequest, talkOf } from './chat-request.js';
import type { ChatRequest } from './chat-request.js';

/** A request on its way to its answer. */
interface ChatTurn {
  asked: ChatRequest;
  /** What each part of the answer says of itself. */
  head: { id: string; created: number; model: string };
  faults: Faults;
  response: Response;
}

/** How often a vendor that says it is at work says so. */
const PROCESSING_EVERY_MS = 1_000;

/** `POST /chat/completions` of one vendor. */
export class ChatCompletions {
  constructor(
    private readonly model: TextModel,
    private readonly faults: FaultsService,
    private readonly dialect: ChatDialect,
  ) {}

  /** @throws OpenAiError as long as nothing was answered. */
  async answer(body: unknown, request: Request, response: Response): Promise<void> {
    const asked = readChatRequest(body);
    this.dialect.admit(asked.model);
    const signal = untilClosed(response);
    const pieces = this.model.answer(talkOf(asked), mostTokens(asked), signal);
    const faults = this.faults.facing(this.dialect.vendor, request);
    const turn = { asked, head: this.head(asked), faults, response };
    if (this.dialect.idHeader) response.setHeader(this.dialect.idHeader, turn.head.id);
    try {
      if (asked.stream) await this.stream(turn, pieces);
      else await this.whole(turn, pieces);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  private async whole(turn: ChatTurn, answer: AsyncIterable<AnswerPiece>): Promise<void> {
    const { asked, head, faults, response } = turn;
    const pieces: AnswerPiece[] = [];
    let finish: FinishReason = 'stop';
    for await (const piece of answer) {
      if (piece.kind === 'end') finish = piece.reason;
      else pieces.push(piece);
    }
    const failure = faults.takeFailure('response');
    if (failure) {
      const { status } = failure;
      response.status(this.dialect.failureStatus(status)).json(this.dialect.failure(status));
      return;
    }
    const usage = usageOf(asked, pieces.length);
    response.json(completion(head, pieces, finish, usage));
  }

  private async stream(turn: ChatTurn, answer: AsyncIterable<AnswerPiece>): Promise<void> {
    const { asked, head, faults, response } = turn;
    const tellsUsage = asked.stream_options?.include_usage ?? false;
    const events = new EventStream(response);
    const keepsAlive = this.keepAlive(events);
    let tokens = 0;
    try {
      for await (const piece of answer) {
        if (tokens === 0) {
          clearInterval(keepsAlive);
          const failure = faults.takeFailure('response');
          if (failure) {
            events.send({ ...head, ...this.dialect.failure(failure.status) });
            break;
          }
          events.send(chunk(head, { role: 'assistant', content: '', refusal: null }, { tellsUsage }));
        }
        if (piece.kind === 'end') {
          events.send(chunk(head, {}, { finish: piece.reason, tellsUsage }));
          if (tellsUsage) events.send(usageChunk(head, usageOf(asked, tokens)));
          events.send('[DONE]');
        } else {
          tokens += 1;
          events.send(chunk(head, deltaOf(piece), { tellsUsage }));
        }
      }
      events.end();
    } finally {
      clearInterval(keepsAlive);
    }
  }

  private keepAlive(events: EventStream): NodeJS.Timeout | undefined {
    const { processing } = this.dialect;
    if (!processing) return undefined;
    events.comment(processing);
    return setInterval(() => events.comment(processing), PROCESSING_EVERY_MS);
  }

  private head({ model }: ChatRequest) {
    const { newId, extras } = this.dialect;
    return { id: newId(), created: Math.floor(Date.now() / 1_000), model, ...extras };
  }
}

function mostTokens({ max_completion_tokens, max_tokens }: ChatRequest): number {
  return max_completion_tokens ?? max_tokens ?? Infinity;
}

function usageOf({ messages, tools }: ChatRequest, outputTokens: number): TextUsage {
  const answered = messages.findLastIndex(({ role }) => role === 'assistant') + 1;
  return measureText(
    [tools ?? [], messages.slice(0, answered || 1)],
    messages.slice(answered || 1),
    outputTokens,
  );
}
