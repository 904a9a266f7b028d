import { once } from 'node:events';
import WebSocket from 'ws';

export interface VendorEvent {
  type?: string;
  [field: string]: unknown;
}

const PATIENCE_MS = 15_000;

/** A client of a vendor's socket as the wire has it: events in JSON, sound in bytes. */
export class VendorClient {
  readonly events: VendorEvent[] = [];
  readonly sounds: Buffer[] = [];
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
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.sounds.push(data);
      else this.events.push(JSON.parse(data.toString()) as VendorEvent);
      this.wake();
    });
  }

  static async connect(
    url: string,
    headers: Record<string, string> = {},
    protocols: string[] = [],
  ): Promise<VendorClient> {
    const socket = new WebSocket(url, protocols, { headers, handshakeTimeout: PATIENCE_MS });
    const client = new VendorClient(socket);
    await once(socket, 'open');
    return client;
  }

  get sound(): Buffer {
    return Buffer.concat(this.sounds);
  }

  say(event: object): void {
    this.socket.send(JSON.stringify(event));
  }

  /** PCM16 at 16 kHz, followed by silence, in whole pieces of so many milliseconds, as fast as it goes. */
  speak(pcm: Int16Array, { silenceMs = 300, pieceMs = 20, rate = 16_000 } = {}): void {
    const piece = (pieceMs * rate) / 1_000;
    const samples = pcm.length + (silenceMs * rate) / 1_000;
    const sound = new Int16Array(Math.ceil(samples / piece) * piece);
    sound.set(pcm);
    for (let from = 0; from < sound.length; from += piece) {
      const { buffer, byteOffset, byteLength } = sound.subarray(from, from + piece);
      this.socket.send(Buffer.from(buffer, byteOffset, byteLength));
    }
  }

  /** The next event of which this is true, counted from the last one that was asked for. */
  async next(wanted: string | ((event: VendorEvent) => boolean)): Promise<VendorEvent> {
    const fits = typeof wanted === 'string' ? ({ type }: VendorEvent) => type === wanted : wanted;
    await this.until(() => {
      while (this.seen < this.events.length && !fits(this.events[this.seen] ?? {})) this.seen += 1;
      return this.seen < this.events.length;
    }, String(wanted));
    const event = this.events[this.seen++];
    if (!event) throw new Error('lost an event');
    return event;
  }

  async until(isSo: () => boolean, what: string): Promise<void> {
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    while (!isSo()) {
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error(`the socket closed before ${what}`);
      await new Promise<void>((resolve, reject) => {
        const late = () =>
          reject(new Error(`no ${what}; came: ${JSON.stringify(this.events).slice(0, 1_000)}`));
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
