import { WebSocket } from 'ws';

export interface Line {
  /** Of what has a place in the session. */
  seq?: number;
  type: string;
  role: string;
  text?: string;
  event?: string;
  final: boolean;
  is_final: boolean;
}

/** Somebody who follows a session, and all that they were told. */
export class Follower {
  readonly lines: Line[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly socket: WebSocket;
  private told = Promise.withResolvers<undefined>();

  constructor(url: string, { query = '', headers = {} } = {}) {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}${query}`, { headers });
    this.socket.on('message', (data: Buffer) => {
      this.lines.push(JSON.parse(data.toString()) as Line);
      this.told.resolve(undefined);
      this.told = Promise.withResolvers();
    });
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.socket.on('error', () => undefined); // being refused is one
  }

  /** The status of the answer that refused the upgrade. */
  refused(): Promise<number> {
    return new Promise((resolve) => {
      this.socket.on('unexpected-response', (_request, { statusCode = 0 }) => resolve(statusCode));
    });
  }

  async until(count: number): Promise<Line[]> {
    while (this.lines.length < count) await this.told.promise;
    return this.lines;
  }

  /** Resolves with the first line that is meant, which may have been told already. */
  async first(isMeant: (line: Line) => boolean): Promise<Line> {
    for (;;) {
      const line = this.lines.find(isMeant);
      if (line) return line;
      await this.told.promise;
    }
  }

  say(text: string): void {
    this.socket.send(text);
  }

  /** Reads nothing more. */
  stall(): void {
    this.socket.pause();
  }

  end(): void {
    this.socket.terminate();
  }
}
