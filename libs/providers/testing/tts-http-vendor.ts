import { createServer } from 'node:http';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

export interface AskedForSpeech {
  route: string;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
  response: ServerResponse;
  /** Which connection it came by, counted from one. */
  connection: number;
}

/** A vendor that speaks in answers to requests, on the loopback. It notes what it is asked, and answers what the test wants it to. */
export class TtsHttpVendor {
  readonly asked: AskedForSpeech[] = [];
  readonly connections: Socket[] = [];
  onAsk: (asked: AskedForSpeech) => void = () => undefined;
  private readonly server = createServer({ keepAliveTimeout: 60_000 });
  private readonly waiting = new Set<() => void>();

  /** @returns the base URL */
  async start(): Promise<string> {
    this.server.on('connection', (socket) => {
      this.connections.push(socket);
      socket.on('close', () => this.tell());
    });
    this.server.on('request', (request, response) => {
      void text(request).then((said) => {
        const asked = {
          route: `${request.method} ${request.url}`,
          headers: request.headers,
          body: (said ? JSON.parse(said) : {}) as Record<string, unknown>,
          response,
          connection: this.connections.indexOf(request.socket) + 1,
        };
        this.asked.push(asked);
        this.onAsk(asked);
        this.tell();
      });
    });
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  reset(): void {
    this.server.closeAllConnections();
    this.asked.length = 0;
    this.connections.length = 0;
    this.onAsk = () => undefined;
  }

  /** Resolves once what is awaited is true, now or after something that a client does. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  private tell(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const look of waiting) look();
  }
}
