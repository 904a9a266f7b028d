import { failureOf, OpenAiError, ParameterInvalid } from '../openai.errors.js';
import { parseEvent } from '../realtime/event-text.js';
import type { ResponseEvent } from './response-writer.js';
import { readResponsesRequest } from './responses-request.js';
import type { ResponsesRequest } from './responses-request.js';

/** What goes wrong on a socket carries the status that it would have over HTTP. */
interface ErrorEvent {
  type: 'error';
  status: number;
  error: OpenAiError['body'];
}

export interface ResponsesSocketOptions {
  respond: (asked: ResponsesRequest, signal: AbortSignal) => AsyncIterable<ResponseEvent>;
  send: (event: ResponseEvent | ErrorEvent) => void;
  /** A bug of the sandbox, for the log. */
  onFault: (error: unknown) => void;
}

const MOST_WAITING = 16;

/** Answers `response.create` frames one after the other, in the order in which they came. */
export class ResponsesSocket {
  private readonly ending = new AbortController();
  private readonly waiting: string[] = [];
  private busy = false;

  constructor(private readonly options: ResponsesSocketOptions) {}

  receive(text: string): void {
    if (this.waiting.length >= MOST_WAITING) {
      this.refuse(new OpenAiError(429, failureOf(429)));
      return;
    }
    this.waiting.push(text);
    if (!this.busy) void this.work(); // ends when nothing waits, and never rejects
  }

  refuse(error: OpenAiError): void {
    this.options.send({ type: 'error', status: error.getStatus(), error: error.body });
  }

  close(): void {
    this.waiting.length = 0;
    this.ending.abort();
  }

  private async work(): Promise<void> {
    this.busy = true;
    for (let text = this.waiting.shift(); text !== undefined; text = this.waiting.shift()) {
      await this.respond(text);
    }
    this.busy = false;
  }

  private async respond(text: string): Promise<void> {
    const { signal } = this.ending;
    try {
      for await (const event of this.options.respond(read(text), signal)) this.options.send(event);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof OpenAiError)) this.options.onFault(error);
      this.refuse(error instanceof OpenAiError ? error : new OpenAiError(500, failureOf(500)));
    }
  }
}

/** @throws ParameterInvalid */
function read(text: string): ResponsesRequest {
  const frame = parseEvent(text);
  if (typeof frame !== 'object' || frame === null || !('type' in frame) || frame.type !== 'response.create') {
    throw new ParameterInvalid('invalid_value', "The type of an event must be 'response.create'.", 'type');
  }
  return readResponsesRequest(frame);
}
