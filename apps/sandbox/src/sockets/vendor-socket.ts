import type { RawData, WebSocket } from 'ws';
import type { LoggedRequestDto } from '../control/request-log.dto.js';
import type { Faults } from '../control/faults.js';
import type { DroppableSocket } from '../control/vendor-faults.js';

/** A client that reads this much more slowly than we write has gone astray. */
const MOST_BUFFERED_BYTES = 16 * 1024 * 1024;
/** How long a peer may take to answer our close. */
const CLOSE_DEADLINE_MS = 1_000;

export interface SocketListener {
  text(text: string): void;
  binary(data: Buffer): void;
  closed(): void;
}

/** The server's end of a vendor's socket: counts what passes for the log, and can be cut off on request. */
export class VendorSocket implements DroppableSocket {
  private piecesLeft = Infinity;
  private readonly events = { received: {} as Record<string, number>, sent: {} as Record<string, number> };

  constructor(
    private readonly socket: WebSocket,
    private readonly entry: LoggedRequestDto,
    private readonly faults: Pick<Faults, 'takeGarbage'>,
  ) {
    entry.events = this.events;
    socket.on('error', () => socket.terminate()); // a broken frame or a reset; `close` follows
  }

  listen(listener: SocketListener): void {
    this.socket.on('message', (data: RawData, isBinary: boolean) => {
      const bytes = toBuffer(data);
      if (isBinary) listener.binary(bytes);
      else listener.text(bytes.toString());
    });
    this.socket.once('close', () => listener.closed());
  }

  onClose(closed: () => void): void {
    this.socket.once('close', closed);
  }

  /** Says an event. `piece`: a piece of an answer, which may be broken, and after so many of which the connection may be due to be cut. */
  send(event: { type: string }, { piece = false } = {}): void {
    this.write(event.type, JSON.stringify(event), piece);
  }

  /** Says a frame that does not tell its own type; the log knows it by `name`. */
  sendAs(name: string, frame: object, { piece = false } = {}): void {
    this.write(name, JSON.stringify(frame), piece);
  }

  /** Sends sound as it is: always a piece of an answer. */
  sendSound(bytes: Buffer): void {
    this.write('sound', bytes, true);
  }

  /** Notes for the log what came in. */
  received(type: string): void {
    count(this.events.received, type);
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason);
    const timer = setTimeout(() => this.socket.terminate(), CLOSE_DEADLINE_MS);
    this.socket.once('close', () => clearTimeout(timer));
  }

  drop(): void {
    this.socket.terminate();
  }

  closeLater(plan: { code: number; afterMs: number } | undefined): void {
    if (!plan) return;
    const timer = setTimeout(() => this.close(plan.code, 'closed on request'), plan.afterMs);
    this.socket.once('close', () => clearTimeout(timer));
  }

  dropLater({ afterMs, afterDeltas }: { afterMs?: number; afterDeltas?: number }): void {
    if (afterDeltas !== undefined) this.piecesLeft = afterDeltas;
    if (afterMs === undefined) return;
    const timer = setTimeout(() => this.drop(), afterMs);
    this.socket.once('close', () => clearTimeout(timer));
  }

  private write(name: string, data: string | Buffer, piece: boolean): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    count(this.events.sent, name);
    const breaks = piece && this.faults.takeGarbage();
    this.socket.send(breaks ? data.slice(0, data.length >> 1) : data);
    if (piece && --this.piecesLeft <= 0) this.drop();
    else if (this.socket.bufferedAmount > MOST_BUFFERED_BYTES) this.drop();
  }
}

/** Names come from the wire: only so many are told apart. */
const MOST_NAMES = 64;

function count(counts: Record<string, number>, type: string): void {
  const name = type in counts || Object.keys(counts).length < MOST_NAMES ? type.slice(0, 80) : 'other';
  counts[name] = (counts[name] ?? 0) + 1;
}

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}
