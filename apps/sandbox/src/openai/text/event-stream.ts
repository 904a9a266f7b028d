import type { Response } from 'express';

/** An answer of server-sent events. */
export class EventStream {
  constructor(private readonly response: Response) {}

  /** `event` names it for clients that listen by name. */
  send(data: object | '[DONE]', event?: string): void {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    this.write(`${event ? `event: ${event}\n` : ''}data: ${text}\n\n`);
  }

  /** Clients skip it; it keeps the connection busy. */
  comment(text: string): void {
    this.write(`: ${text}\n\n`);
  }

  end(): void {
    this.response.end();
  }

  /** Until the first event an answer may still become another one. */
  private write(text: string): void {
    if (!this.response.headersSent) {
      this.response.status(200).set({
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-cache',
      });
    }
    this.response.write(text);
  }
}

/** Aborted when the client is gone, or has its answer. */
export function untilClosed(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}
