import type { EventEmitter } from 'node:events';
import type { StoredEvent } from '#store';
import type { WebSocket } from 'ws';
import { Pulse } from '../http/pulse.js';
import { transcriptLine } from './transcript-line.js';

/** RFC 6455 and the range that is free to use. */
export const CLOSED = { over: 1000, leaving: 1001, failed: 1011, slow: 4008 } as const;

/** What may wait for a reader. A whole long talk is less. */
const MOST_WAITING_BYTES = 1_000_000;
/** Who has more to read than this is told nothing that is not kept: a moment later it is of no use. */
const MOST_WAITING_BEFORE_INTERIM_BYTES = 16_384;
/** Somebody who does not say goodbye in this time is gone. */
const GOODBYE_WITHIN_MS = 2_000;

/** What it needs of its socket. */
export type FollowedSocket = Pick<
  WebSocket,
  'OPEN' | 'readyState' | 'bufferedAmount' | 'send' | 'ping' | 'close' | 'terminate'
> &
  Pick<EventEmitter, 'on' | 'once'>;

/** One socket that follows a session. It is told each event once, in order. */
export class Follower {
  private readonly pulse: Pulse;

  constructor(
    private readonly socket: FollowedSocket,
    /** The last that it was told. */
    public seq: number,
    private readonly mostWaitingBytes: number = MOST_WAITING_BYTES,
  ) {
    this.pulse = new Pulse(socket);
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  /** Whoever reads too slowly to be told is closed, and may come again with `?after=`. Nothing waits for them without end. */
  tell(events: readonly StoredEvent[]): void {
    for (const event of events) {
      if (!this.isOpen || event.seq !== this.seq + 1) continue;
      if (this.socket.bufferedAmount > this.mostWaitingBytes) {
        this.close('slow', `read up to ${this.seq}`);
        return;
      }
      this.socket.send(JSON.stringify(transcriptLine(event)));
      this.seq = event.seq;
    }
  }

  /** A line that has no place: left out where others wait. */
  hear(line: string): void {
    if (!this.isOpen || this.socket.bufferedAmount > MOST_WAITING_BEFORE_INTERIM_BYTES) return;
    this.socket.send(line);
  }

  /** Resolves once all that was told has left, or the socket is closed. */
  async drained(): Promise<void> {
    if (!this.isOpen || this.socket.bufferedAmount === 0) return;
    const sent = Promise.withResolvers<undefined>();
    this.socket.ping(undefined, undefined, () => sent.resolve(undefined));
    this.socket.once('close', () => sent.resolve(undefined));
    await sent.promise;
  }

  beat(): void {
    this.pulse.beat();
  }

  close(why: keyof typeof CLOSED, reason: string): void {
    this.socket.close(CLOSED[why], reason);
    const gone = setTimeout(() => this.socket.terminate(), GOODBYE_WITHIN_MS).unref();
    this.socket.once('close', () => clearTimeout(gone));
  }
}
