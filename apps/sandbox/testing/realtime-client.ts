import { once } from 'node:events';
import type { RealtimeServerEvent } from 'openai/resources/realtime/realtime';
import WebSocket from 'ws';
import { toBase64 } from '../src/openai/realtime/sound-buffer.js';

type Event<T extends RealtimeServerEvent['type']> = Extract<RealtimeServerEvent, { type: T }>;

const SAMPLES_PER_CHUNK = 2_400;
const PATIENCE_MS = 15_000;

/** A client of the Realtime API on a bare socket: the vendor's own helper speaks TLS only. */
export class RealtimeClient {
  readonly events: RealtimeServerEvent[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly watchers = new Set<() => void>();
  private seen = 0;

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => {
      socket.once('close', (code: number, reason: Buffer) => {
        resolve({ code, reason: reason.toString() });
        this.wake();
      });
    });
    socket.on('error', () => undefined); // `closed` tells
    socket.on('message', (data: Buffer) => {
      this.events.push(JSON.parse(data.toString()) as RealtimeServerEvent);
      this.wake();
    });
  }

  /** Resolves when the socket is open; what the server says first is not waited for. */
  static async connect(
    url: string,
    headers: Record<string, string> = { authorization: 'Bearer sk-any' },
    protocols: string[] = [],
  ): Promise<RealtimeClient> {
    const socket = new WebSocket(url, protocols, { headers, handshakeTimeout: PATIENCE_MS });
    // Before it is open: what the server says at once may come in one piece with its consent.
    const client = new RealtimeClient(socket);
    await once(socket, 'open');
    return client;
  }

  send(event: object): void {
    this.socket.send(JSON.stringify(event));
  }

  update(session: object): void {
    this.send({ type: 'session.update', session: { type: 'realtime', ...session } });
  }

  /** Sound in pieces of 100 ms, followed by silence, as fast as it goes: turns are found on the clock of the samples. */
  speak(pcm: Int16Array, silenceMs = 1_000): void {
    const sound = new Int16Array(pcm.length + silenceMs * 24);
    sound.set(pcm);
    for (let from = 0; from < sound.length; from += SAMPLES_PER_CHUNK) {
      this.send({
        type: 'input_audio_buffer.append',
        audio: toBase64(sound.subarray(from, from + SAMPLES_PER_CHUNK)),
      });
    }
  }

  ask(response: object = {}): void {
    this.send({ type: 'response.create', response });
  }

  all<T extends RealtimeServerEvent['type']>(type: T): Event<T>[] {
    return this.events.filter((event) => isOf(event, type));
  }

  /** The next event of the type, counted from the last one that was asked for. */
  async next<T extends RealtimeServerEvent['type']>(type: T): Promise<Event<T>> {
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      for (let event = this.events[this.seen++]; event; event = this.events[this.seen++]) {
        if (isOf(event, type)) return event;
      }
      this.seen = this.events.length;
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`the socket closed before ${type}`);
      await new Promise<void>((resolve, reject) => {
        const late = () =>
          reject(new Error(`no ${type}; came: ${this.events.map(({ type }) => type).join(' ')}`));
        deadline.addEventListener('abort', late, { once: true });
        this.watchers.add(() => {
          deadline.removeEventListener('abort', late);
          resolve();
        });
      });
    }
  }

  close(): void {
    this.socket.terminate();
  }

  private wake(): void {
    for (const resume of this.watchers) resume();
    this.watchers.clear();
  }
}

function isOf<T extends RealtimeServerEvent['type']>(event: RealtimeServerEvent, type: T): event is Event<T> {
  return event.type === type;
}
