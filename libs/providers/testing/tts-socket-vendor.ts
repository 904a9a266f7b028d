import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

/** What a client said, and where. */
export interface SaidFrame {
  socket: WebSocket;
  frame: Record<string, unknown>;
}

/** A vendor that speaks over sockets, on the loopback. It notes what it is told, and answers what the test wants it to. */
export class TtsSocketVendor {
  readonly said: SaidFrame[] = [];
  readonly sockets: WebSocket[] = [];
  readonly requests: { url: string; headers: IncomingHttpHeaders }[] = [];
  /** A status line refuses; nothing is ever answered when it hangs. */
  door: 'open' | 'hang' | { status: string } = 'open';
  onOpen: (socket: WebSocket) => void = () => undefined;
  onFrame: (said: SaidFrame) => void = () => undefined;
  private readonly wire = new WebSocketServer({ noServer: true });
  private readonly server = createServer();
  private readonly held = new Set<Duplex>();
  private readonly waiting = new Set<() => void>();

  /** @returns the origin */
  async start(): Promise<string> {
    this.server.on('upgrade', (request, socket, head) => this.answerDoor(request, socket, head));
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.reset();
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** Lets go of all, forgets what it noted, and is friendly again. */
  reset(): void {
    for (const socket of this.sockets) socket.terminate();
    for (const socket of this.held) socket.destroy();
    this.held.clear();
    for (const notes of [this.said, this.sockets, this.requests]) notes.length = 0;
    this.door = 'open';
    this.onOpen = () => undefined;
    this.onFrame = () => undefined;
  }

  /** Resolves once what is awaited is true, now or after something that a client does. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  private answerDoor(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.requests.push({ url: request.url ?? '', headers: request.headers });
    socket.on('error', () => undefined);
    if (typeof this.door === 'object') socket.end(`HTTP/1.1 ${this.door.status}\r\n\r\n`);
    else if (this.door === 'hang') this.held.add(socket);
    else this.wire.handleUpgrade(request, socket, head, (accepted) => this.accept(accepted));
    this.tell();
  }

  private accept(socket: WebSocket): void {
    this.sockets.push(socket);
    socket.on('message', (data: Buffer) => {
      const said = { socket, frame: JSON.parse(data.toString()) as Record<string, unknown> };
      this.said.push(said);
      this.onFrame(said);
      this.tell();
    });
    socket.on('close', () => this.tell());
    this.onOpen(socket);
  }

  private tell(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const look of waiting) look();
  }
}
