import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

/** How a connection is met. */
export type Meeting =
  /** As it should be. */
  | 'well'
  /** Accepted, and closed in good order before anything was said. */
  | 'goodbye'
  /** Taken by the machine, and never answered. */
  | 'hang'
  /** Answered as it should be, and nothing that is said is heard. */
  | 'deaf'
  /** As it should be, with frames between that mean nothing. */
  | 'garbage'
  /** `401 Unauthorized`, with further header lines where they are needed. */
  | { refusedWith: string }
  /** Cut once so much sound was heard. */
  | { droppedAfterMs: number };

/** One connection as a vendor sees it. */
export interface VendorLine {
  /** What it says first. */
  begin(): void;
  /** @returns the sound that has been heard so far, in milliseconds */
  hear(data: Buffer, isBinary: boolean): number;
}

export type LineKind = (say: (event: object) => void, url: URL, hangUp: (code: number) => void) => VendorLine;

/** A vendor of speech to text on a port of its own. */
export class FakeVendor {
  /** For the next connections, in order; then all is well. */
  readonly meetings: Meeting[] = [];
  readonly requests: IncomingMessage[] = [];
  /** Messages in JSON, as they came. */
  readonly said: Record<string, unknown>[] = [];
  binaryMessages: Buffer[] = [];
  heardMs = 0;

  private readonly server: Server = createServer();
  private readonly wire = new WebSocketServer({ noServer: true });
  private readonly waiting = new Set<() => void>();
  private readonly hanging = new Set<Duplex>();

  constructor(private readonly kind: LineKind) {
    this.server.on('upgrade', (request, socket: Duplex, head: Buffer) => this.meet(request, socket, head));
  }

  /** @returns its origin */
  async start(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get lines(): Set<WebSocket> {
    return this.wire.clients;
  }

  /** Resolves once it is so; looked at whenever something comes. */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  async stop(): Promise<void> {
    for (const line of this.lines) line.terminate();
    for (const socket of this.hanging) socket.destroy();
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private meet(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.requests.push(request);
    const meeting = this.meetings.shift() ?? 'well';
    socket.on('error', () => undefined);
    if (meeting === 'hang') this.hanging.add(socket);
    else if (typeof meeting === 'object' && 'refusedWith' in meeting)
      socket.end(`HTTP/1.1 ${meeting.refusedWith}\r\n\r\n`);
    else
      this.wire.handleUpgrade(request, socket, head, (line) =>
        this.listen(line, meeting, new URL(request.url ?? '', 'http://fake')),
      );
    this.changed();
  }

  private listen(line: WebSocket, meeting: Meeting, url: URL): void {
    if (meeting === 'goodbye') return line.close(1000);
    const say = (event: object) => {
      if (meeting === 'garbage') line.send('{"type":"unheard_of"}');
      if (meeting === 'garbage') line.send('[null]');
      line.send(JSON.stringify(event));
    };
    const ear = this.kind(say, url, (code) => line.close(code));
    ear.begin();
    line.on('close', () => this.changed());
    line.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.binaryMessages.push(data);
      else this.said.push(JSON.parse(data.toString()) as Record<string, unknown>);
      const isSound = isBinary || data.toString().includes('"audio":"');
      if (meeting !== 'deaf' || !isSound) this.heardMs = ear.hear(data, isBinary);
      if (
        typeof meeting === 'object' &&
        'droppedAfterMs' in meeting &&
        this.heardMs >= meeting.droppedAfterMs
      )
        line.terminate();
      this.changed();
    });
  }

  private changed(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}

/** PCM16 as it came over the wire. */
export function samplesOf(data: Buffer): Int16Array {
  const copy = new Uint8Array(data);
  return new Int16Array(copy.buffer, 0, copy.byteLength / 2);
}
