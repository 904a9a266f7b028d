import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  id: string;
  headers: IncomingHttpHeaders;
  body: string;
}

type Answer = (heard: Heard, response: ServerResponse) => void;

/** Somebody's server, on this machine, that webhooks are sent to. */
export class WebhookReceiver {
  readonly heard: Heard[] = [];
  private server: Server | undefined;

  /** What it does with a request; 204 at first. */
  answer: Answer = (_, response) => response.writeHead(204).end();

  static async start(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await receiver.listen();
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}/parley`;
  }

  get ids(): string[] {
    return this.heard.map(({ id }) => id);
  }

  async close(): Promise<void> {
    const { server } = this;
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
  }

  private async listen(): Promise<void> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      request.on('end', () => {
        const heard = { id: String(request.headers['webhook-id']), headers: request.headers, body };
        this.heard.push(heard);
        this.answer(heard, response);
      });
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
}
