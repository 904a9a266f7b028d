import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface SeenChatRequest {
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: unknown;
  /** The same for requests that came over one connection. */
  port: number | undefined;
  /** Resolves when the other side closed the connection before the answer was over. */
  gone: Promise<void>;
}

/** What one request gets: a refusal, or a stream that is written as it is asked for. */
export type ChatScript =
  | { status: number; headers?: Record<string, string>; body: unknown }
  | 'drop'
  | ((stream: ChatStream) => void | Promise<void>);

/** An answer of server-sent events on its way. */
export class ChatStream {
  constructor(private readonly response: ServerResponse) {}

  /** One chunk with such a delta. */
  delta(delta: object, finishReason: string | null = null): this {
    return this.data({ choices: [{ index: 0, delta, finish_reason: finishReason }] });
  }

  text(...parts: string[]): this {
    for (const content of parts) this.delta({ content });
    return this;
  }

  usage(input: number, output: number, cached = 0): this {
    const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
    return this.data({
      choices: [],
      usage: { ...usage, prompt_tokens_details: { cached_tokens: cached } },
    });
  }

  data(chunk: object | string): this {
    return this.raw(`data: ${typeof chunk === 'string' ? chunk : JSON.stringify(chunk)}\n\n`);
  }

  raw(text: string): this {
    this.response.write(text);
    return this;
  }

  /** In good order. */
  done(finishReason = 'stop'): void {
    this.delta({}, finishReason).data('[DONE]').end();
  }

  end(): void {
    this.response.end();
  }

  cut(): void {
    this.response.destroy();
  }
}

/** A vendor of chat completions on the loopback that plays a script, request by request; the last is played for ever. */
export class FakeLanguageModelVendor {
  readonly seen: SeenChatRequest[] = [];
  private script: ChatScript[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));

  /** @returns the base URL */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  will(...script: ChatScript[]): this {
    this.script = script;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new Promise<void>((resolve) =>
      response.once('close', () => {
        if (!response.writableFinished) resolve();
      }),
    );
    const { url, headers, socket } = request;
    this.seen.push({ url, headers, body: await json(request), port: socket.remotePort, gone });
    const next = this.script.length > 1 ? this.script.shift() : this.script[0];
    if (next === 'drop') {
      socket.destroy();
    } else if (typeof next === 'function') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      await next(new ChatStream(response));
    } else {
      const { status, headers: fields, body } = next ?? { status: 404, headers: {}, body: {} };
      response.writeHead(status, { 'content-type': 'application/json', ...fields });
      response.end(JSON.stringify(body));
    }
  }
}
