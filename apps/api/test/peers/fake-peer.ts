import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SeenRequest {
  /** `POST /api/ingest` */
  route: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/** Status and body. */
export type PeerAnswer = [number, unknown];

/** A backend beside ours, on the loopback: up, down (answers 503) or silent (never answers). */
export abstract class FakePeer {
  readonly seen: SeenRequest[] = [];
  state: 'up' | 'down' | 'silent' = 'up';
  private readonly server = createServer((request, response) => void this.take(request, response));

  /** @returns its URL, without a slash at the end */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  protected abstract answer(request: SeenRequest): PeerAnswer;

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://127.0.0.1');
    const said = await text(request);
    const body = (said ? JSON.parse(said) : {}) as Record<string, unknown>;
    const seen = { route: `${request.method} ${pathname}`, query, headers: request.headers, body };
    this.seen.push(seen);
    if (this.state === 'silent') return;
    const [status, answer] = this.state === 'down' ? [503, {}] : this.answer(seen);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  }
}
