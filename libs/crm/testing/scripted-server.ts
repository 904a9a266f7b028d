import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';

export interface SeenRequest {
  /** `GET packages` */
  route: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** What a route does once: answer, say nothing for ever, or drop the connection. */
export type ScriptedAnswer =
  { status?: number; headers?: Record<string, string>; body?: unknown } | 'hang' | 'drop';
type Script = ScriptedAnswer[] | ((request: SeenRequest) => ScriptedAnswer);

/** A CRM on the loopback that plays a script route by route; the last answer of a route is given for ever. */
export class ScriptedServer {
  readonly seen: SeenRequest[] = [];
  private readonly script = new Map<string, Script>();
  private readonly server = createServer((request, response) => void this.answer(request, response));
  private readonly waiting: { count: number; route: string; resolve: () => void }[] = [];

  /** @returns the base URL */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/`;
  }

  on(route: string, ...answers: ScriptedAnswer[]): this {
    this.script.set(route, answers);
    return this;
  }

  /** Answers by what the request holds. */
  onEach(route: string, answer: (request: SeenRequest) => ScriptedAnswer): this {
    this.script.set(route, answer);
    return this;
  }

  requests(route: string): SeenRequest[] {
    return this.seen.filter((request) => request.route === route);
  }

  /** Resolves when a route has been asked for the given number of times. */
  async reached(route: string, count: number): Promise<void> {
    if (this.requests(route).length >= count) return;
    await new Promise<void>((resolve) => this.waiting.push({ count, route, resolve }));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
    const route = `${request.method} ${pathname.replace('/api/', '')}`;
    const body = request.method === 'POST' ? await json(request) : await text(request);
    const seen = { route, query: Object.fromEntries(searchParams), headers: request.headers, body };
    this.seen.push(seen);
    for (const { count, route: awaited, resolve } of this.waiting) {
      if (this.requests(awaited).length >= count) resolve();
    }
    const scripted = this.next(seen);
    if (scripted === 'drop') request.socket.destroy();
    if (scripted === 'hang' || scripted === 'drop') return;
    const { status = 200, headers, body: said } = scripted;
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(typeof said === 'string' ? said : said === undefined ? undefined : JSON.stringify(said));
  }

  private next(request: SeenRequest): ScriptedAnswer {
    const script = this.script.get(request.route);
    if (typeof script === 'function') return script(request);
    const answer = script && script.length > 1 ? script.shift() : script?.[0];
    return answer ?? { status: 404, body: { message: 'not found' } };
  }
}
