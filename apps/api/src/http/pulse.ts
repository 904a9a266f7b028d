import type { EventEmitter } from 'node:events';
import type { WebSocket } from 'ws';

/** What it needs of its socket. */
export type BeatenSocket = Pick<WebSocket, 'ping' | 'terminate'> & Pick<EventEmitter, 'on'>;

/** Half a connection looks like a whole one: whether the other side of a socket still answers. */
export class Pulse {
  private isAlive = true;

  constructor(private readonly socket: BeatenSocket) {
    socket.on('pong', () => (this.isAlive = true));
  }

  /** Call again and again: who did not answer the last time is cut. */
  beat(): void {
    if (!this.isAlive) return this.socket.terminate();
    this.isAlive = false;
    this.socket.ping();
  }
}
