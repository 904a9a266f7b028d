import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Faults } from '../../control/faults.js';
import { FaultsService } from '../../control/faults.service.js';
import { admitModel } from '../models.js';
import { FailedOnRequest, ParameterInvalid } from '../openai.errors.js';
import { EventStream, untilClosed } from '../text/event-stream.js';
import { TextModel } from '../text/text-model.js';
import { measureText } from '../text/text-usage.js';
import type { WrittenTurn } from '../text/written-talk.js';
import { ResponseWriter } from './response-writer.js';
import type { ResponseEvent } from './response-writer.js';
import { continueTalk, NOTHING_KNOWN, readResponsesRequest } from './responses-request.js';
import type { KnownTalk, ResponsesRequest } from './responses-request.js';

const KEPT_RESPONSES = 1_000;

/** The Responses API: what a response knew is kept, so that the next may go on from it. */
@Injectable()
export class ResponsesService {
  private readonly kept = new Map<string, KnownTalk>();

  constructor(
    private readonly model: TextModel,
    private readonly faults: FaultsService,
  ) {}

  /** `POST /responses`. @throws OpenAiError as long as nothing was answered. */
  async answer(body: unknown, request: Request, response: Response): Promise<void> {
    const asked = readResponsesRequest(body);
    const signal = untilClosed(response);
    const events = this.respond(asked, this.faults.facing('openai', request), signal);
    try {
      if (asked.stream) await sendEvents(events, response);
      else await sendWhole(events, response);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  /** The events of a response, the last of which has it whole. @throws OpenAiError before the first of them. */
  async *respond(
    asked: ResponsesRequest,
    faults: Faults,
    signal: AbortSignal,
  ): AsyncGenerator<ResponseEvent> {
    admitModel(asked.model);
    const before = this.recall(asked.previous_response_id);
    const known = continueTalk(before, asked);
    const writer = new ResponseWriter({
      asked,
      usage: (outputTokens) => measureText([asked.instructions, before.turns], asked.input, outputTokens),
      failure: () => faults.takeFailure('response')?.status,
    });
    const offered = asked.tool_choice === 'none' ? [] : (asked.tools ?? []);
    const talk = {
      instructions: [asked.instructions ?? '', ...known.instructions].join('\n'),
      tools: offered.map(({ name, parameters }) => ({ name, parameters })),
      turns: known.turns,
      schema: asked.text?.format?.type === 'json_schema' ? asked.text.format.schema : undefined,
    };
    yield* writer.write(this.model.answer(talk, asked.max_output_tokens ?? Infinity, signal));
    if (asked.store !== false) this.keep(writer, known);
  }

  /** @throws ParameterInvalid when it was never given, or long ago. */
  private recall(responseId: string | null | undefined): KnownTalk {
    if (!responseId) return NOTHING_KNOWN;
    const known = this.kept.get(responseId);
    if (known) return known;
    throw new ParameterInvalid(
      'previous_response_not_found',
      `Previous response with id '${responseId}' not found.`,
      'previous_response_id',
    );
  }

  private keep({ id, calls }: ResponseWriter, known: KnownTalk): void {
    const turns: WrittenTurn[] = [...known.turns, { by: 'agent' }];
    const called = calls.map(({ call_id, name }) => [call_id, name] as const);
    this.kept.set(id, { ...known, turns, nameByCall: new Map([...known.nameByCall, ...called]) });
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_RESPONSES && oldest) this.kept.delete(oldest);
  }
}

async function sendEvents(events: AsyncIterable<ResponseEvent>, response: Response): Promise<void> {
  const stream = new EventStream(response);
  for await (const event of events) stream.send(event, event.type);
  stream.end();
}

async function sendWhole(events: AsyncIterable<ResponseEvent>, response: Response): Promise<void> {
  let last: ResponseEvent | undefined;
  for await (const event of events) last = event;
  if (last?.type === 'response.failed') {
    throw new FailedOnRequest(last.response.error?.code === 'rate_limit_exceeded' ? 429 : 500);
  }
  if (last && 'response' in last) response.json(last.response);
}
