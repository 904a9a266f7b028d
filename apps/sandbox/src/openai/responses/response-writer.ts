import type {
  Response,
  ResponseError,
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseStreamEvent,
  ResponseUsage,
} from 'openai/resources/responses/responses';
import { newOpenAiId } from '../openai-id.js';
import { failureOf } from '../openai.errors.js';
import type { AnswerPiece } from '../text/text-model.js';
import type { TextUsage } from '../text/text-usage.js';
import type { ResponsesRequest } from './responses-request.js';

/** `output_text` is put on by the vendor's package; the wire has none. */
export type WireResponse = Omit<Response, 'output_text'>;

type OnTheWire<Event> = Event extends { response: Response }
  ? Omit<Event, 'response'> & { response: WireResponse }
  : Event;
type Unnumbered<Event> = Event extends { sequence_number: number } ? Omit<Event, 'sequence_number'> : never;
export type ResponseEvent = OnTheWire<ResponseStreamEvent>;

export interface ResponseWriterOptions {
  asked: ResponsesRequest;
  /** The usage, once it is known how many tokens were written. */
  usage: (outputTokens: number) => TextUsage;
  /** The status with which the response fails before its first token, if it does. */
  failure: () => number | undefined;
}

/** Turns the pieces of an answer into the events of a response. */
export class ResponseWriter {
  readonly id = newOpenAiId('resp');
  private readonly createdAt = Math.floor(Date.now() / 1_000);
  private readonly output: ResponseOutputItem[] = [];
  private open: ResponseOutputMessage | ResponseFunctionToolCall | undefined;
  private written = '';
  private tokens = 0;
  private sequence = 0;

  constructor(private readonly options: ResponseWriterOptions) {}

  get calls(): ResponseFunctionToolCall[] {
    return this.output.filter((item) => item.type === 'function_call');
  }

  async *write(answer: AsyncIterable<AnswerPiece>): AsyncGenerator<ResponseEvent> {
    yield this.number({ type: 'response.created', response: this.describe('in_progress') });
    yield this.number({ type: 'response.in_progress', response: this.describe('in_progress') });
    for await (const piece of answer) {
      const status = this.tokens === 0 ? this.options.failure() : undefined;
      if (status !== undefined) {
        yield this.number({ type: 'response.failed', response: this.fail(status) });
        return;
      }
      if (piece.kind === 'end') {
        yield* this.close();
        yield this.end(piece.reason === 'length');
        return;
      }
      this.tokens += 1;
      yield* this.take(piece);
    }
  }

  private *take(piece: Exclude<AnswerPiece, { kind: 'end' }>): Generator<ResponseEvent> {
    if (piece.kind === 'call') {
      yield* this.close();
      const { callId: call_id, name } = piece;
      const call = { type: 'function_call', id: newOpenAiId('fc'), status: 'in_progress' } as const;
      yield* this.begin({ ...call, call_id, name, arguments: '' });
      return;
    }
    if (piece.kind === 'text' && !this.open) {
      const message = {
        type: 'message',
        id: newOpenAiId('msg'),
        status: 'in_progress',
        role: 'assistant',
      } as const;
      yield* this.begin({ ...message, content: [] });
      yield this.number({
        type: 'response.content_part.added',
        ...this.place,
        content_index: 0,
        part: part(''),
      });
    }
    this.written += piece.text;
    const delta = { ...this.place, delta: piece.text };
    yield piece.kind === 'text'
      ? this.number({ type: 'response.output_text.delta', ...delta, content_index: 0, logprobs: [] })
      : this.number({ type: 'response.function_call_arguments.delta', ...delta });
  }

  private *begin(item: ResponseOutputMessage | ResponseFunctionToolCall): Generator<ResponseEvent> {
    this.open = item;
    this.written = '';
    const { output_index } = this.place;
    yield this.number({ type: 'response.output_item.added', output_index, item: { ...item } });
  }

  private *close(): Generator<ResponseEvent> {
    const { open: item, written: text, place } = this;
    if (!item) return;
    if (item.type === 'message') {
      const content = { ...place, content_index: 0 };
      item.content = [part(text)];
      yield this.number({ type: 'response.output_text.done', ...content, text, logprobs: [] });
      yield this.number({ type: 'response.content_part.done', ...content, part: part(text) });
    } else {
      const { name } = item;
      item.arguments = text;
      yield this.number({ type: 'response.function_call_arguments.done', ...place, name, arguments: text });
    }
    item.status = 'completed';
    this.output.push(item);
    this.open = undefined;
    yield this.number({
      type: 'response.output_item.done',
      output_index: place.output_index,
      item: { ...item },
    });
  }

  private end(isCut: boolean): ResponseEvent {
    const usage = responseUsage(this.options.usage(this.tokens));
    if (!isCut)
      return this.number({ type: 'response.completed', response: { ...this.describe('completed'), usage } });
    const incomplete_details = { reason: 'max_output_tokens' as const };
    const response = { ...this.describe('incomplete'), incomplete_details, usage };
    return this.number({ type: 'response.incomplete', response });
  }

  private fail(status: number): WireResponse {
    const { message } = failureOf(status);
    const code: ResponseError['code'] = status === 429 ? 'rate_limit_exceeded' : 'server_error';
    return { ...this.describe('failed'), error: { code, message } };
  }

  private get place() {
    return { output_index: this.output.length, item_id: this.open?.id ?? '' };
  }

  private number(event: Unnumbered<ResponseEvent>): ResponseEvent {
    return { ...event, sequence_number: this.sequence++ };
  }

  private describe(status: NonNullable<Response['status']>): WireResponse {
    const { asked } = this.options;
    return {
      id: this.id,
      object: 'response',
      created_at: this.createdAt,
      status,
      error: null,
      incomplete_details: null,
      instructions: asked.instructions ?? null,
      max_output_tokens: asked.max_output_tokens ?? null,
      metadata: asked.metadata ?? {},
      model: asked.model,
      output: this.output.map((item) => ({ ...item })),
      parallel_tool_calls: true,
      previous_response_id: asked.previous_response_id ?? null,
      temperature: asked.temperature ?? 1,
      tool_choice: 'auto',
      tools: (asked.tools ?? []).map(({ type, name, parameters = null, description }) => {
        return { type, name, parameters, strict: false, description };
      }),
      top_p: 1,
    };
  }
}

function part(text: string) {
  return { type: 'output_text' as const, text, annotations: [], logprobs: [] };
}

function responseUsage({ input, cached, output }: TextUsage): ResponseUsage {
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cached, cache_write_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: input + output,
  };
}
