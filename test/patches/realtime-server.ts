/**
 * A realtime model on the GA wire with the bare minimum of manners: it answers with a tone, transcribes nothing, counts what it
 * hears, and can be as rude at the door as a provider on a bad day.
 */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

/** What happens to the next connection: an HTTP status refuses it, `hang` never answers, `close` opens it and hangs up at once. */
export type Door = 'open' | 'hang' | 'close' | number;

interface Item {
  id: string;
  type?: string;
  role?: string;
  content?: object[];
}

interface ClientEvent {
  type: string;
  audio?: string;
  item?: Item;
  item_id?: string;
  response?: { metadata?: Record<string, string> };
}

const BYTES_PER_SECOND = 48_000;
const TONE = toneBase64(100);

export class Connection {
  audio: Buffer[] = [];
  audioBytes = 0;
  appends = 0;
  private sinceTurn = 0;
  private items = 0;
  private tail: string | null = null;
  readonly socket: WebSocket;
  private readonly server: RealtimeServer;

  constructor(socket: WebSocket, server: RealtimeServer) {
    this.socket = socket;
    this.server = server;
    socket.on('message', (data: Buffer) => {
      this.hear(JSON.parse(data.toString()) as ClientEvent);
    });
  }

  private hear(event: ClientEvent): void {
    switch (event.type) {
      case 'input_audio_buffer.append':
        return this.hearAudio(Buffer.from(event.audio ?? '', 'base64'));
      case 'conversation.item.create':
        return this.add({ ...event.item, id: event.item?.id ?? this.nextItem() });
      case 'conversation.item.delete':
        return this.send({ type: 'conversation.item.deleted', item_id: event.item_id });
      case 'response.create':
        return this.answer(event.response?.metadata);
    }
  }

  private hearAudio(audio: Buffer): void {
    this.appends += 1;
    this.audioBytes += audio.length;
    if (this.server.keepsAudio) {
      this.audio.push(audio);
    }
    this.sinceTurn += audio.length;
    if (this.sinceTurn >= this.server.turnEverySeconds * BYTES_PER_SECOND) {
      this.sinceTurn = 0;
      this.takeTurn();
    }
  }

  /** A user turn as server-side turn detection tells it, and the answer to it. */
  private takeTurn(): void {
    const itemId = this.nextItem();
    this.send({ type: 'input_audio_buffer.speech_started', item_id: itemId, audio_start_ms: 0 });
    this.send({ type: 'input_audio_buffer.speech_stopped', item_id: itemId, audio_end_ms: 0 });
    this.send({ type: 'input_audio_buffer.committed', item_id: itemId, previous_item_id: this.tail });
    this.add({ id: itemId, type: 'message', role: 'user', content: [] });
    this.send({
      type: 'conversation.item.input_audio_transcription.completed',
      item_id: itemId,
      content_index: 0,
      transcript: 'hello',
    });
    this.answer();
  }

  private answer(metadata?: Record<string, string>): void {
    const itemId = this.nextItem();
    const responseId = `resp_${itemId}`;
    const part = { response_id: responseId, item_id: itemId, output_index: 0, content_index: 0 };
    const item = { id: itemId, type: 'message', role: 'assistant', content: [] };
    this.send({ type: 'response.created', response: { id: responseId, status: 'in_progress', metadata } });
    this.send({ type: 'response.output_item.added', response_id: responseId, output_index: 0, item });
    this.add(item);
    this.send({ ...part, type: 'response.content_part.added', part: { type: 'audio', transcript: '' } });
    this.send({ ...part, type: 'response.output_audio_transcript.delta', delta: 'a tone' });
    for (let i = 0; i < 5; i++) {
      this.send({ ...part, type: 'response.output_audio.delta', delta: TONE });
    }
    this.send({ type: 'response.output_item.done', response_id: responseId, output_index: 0, item });
    this.send({
      type: 'response.done',
      response: { id: responseId, status: 'completed', metadata, usage: { total_tokens: 2, input_tokens: 1, output_tokens: 1 } },
    });
  }

  private add(item: Item): void {
    this.send({ type: 'conversation.item.added', previous_item_id: this.tail, item });
    this.tail = item.id;
  }

  private nextItem(): string {
    this.items += 1;
    return `item_${this.items}`;
  }

  private send(event: object): void {
    this.socket.send(JSON.stringify(event));
  }
}

export class RealtimeServer {
  door: Door = 'open';
  /** Seconds of heard audio after which a user turn is over. */
  turnEverySeconds = Infinity;
  keepsAudio = false;
  attempts = 0;
  readonly connections: Connection[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly upgrader = new WebSocketServer({ noServer: true });
  private readonly http: Server;

  private constructor(http: Server) {
    this.http = http;
    http.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    http.on('upgrade', (request, socket: Socket, head) => {
      this.attempts += 1;
      socket.on('error', () => socket.destroy());
      if (this.door === 'hang') {
        // Read on, or this end would never notice that the other one has gone.
        socket.resume().on('end', () => socket.end());
        return;
      }
      if (typeof this.door === 'number') {
        socket.end(`HTTP/1.1 ${this.door} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
        return;
      }
      this.upgrader.handleUpgrade(request, socket, head, (webSocket) => {
        if (this.door === 'close') {
          webSocket.close(1000);
        } else {
          this.connections.push(new Connection(webSocket, this));
        }
      });
    });
  }

  static async listen(): Promise<RealtimeServer> {
    const server = new RealtimeServer(createServer());
    await new Promise<void>((resolve) => server.http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get baseURL(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/v1`;
  }

  get latest(): Connection | undefined {
    return this.connections.at(-1);
  }

  /** TCP connections that are still there, also the half-open ones. */
  get openSockets(): number {
    return this.sockets.size;
  }

  get heardBytes(): number {
    return this.connections.reduce((sum, connection) => sum + connection.audioBytes, 0);
  }

  async close(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.http.close(resolve));
  }
}

function toneBase64(durationMs: number): string {
  const samples = Int16Array.from({ length: (24_000 * durationMs) / 1000 }, (_, i) => 8000 * Math.sin((2 * Math.PI * 440 * i) / 24_000));
  return Buffer.from(samples.buffer).toString('base64');
}
