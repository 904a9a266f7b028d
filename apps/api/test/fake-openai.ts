import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SecretRequest {
  path: string;
  authorization: string | undefined;
  body: Record<string, unknown>;
}

export interface FakeAnswer {
  status: number;
  body: unknown;
}

/** OpenAI as far as `POST /realtime/client_secrets` goes. */
export class FakeOpenAi {
  readonly requests: SecretRequest[] = [];
  /** What comes next; may take its time. */
  answer: () => FakeAnswer | Promise<FakeAnswer> = () => ({ status: 200, body: this.secret() });
  private readonly server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body = JSON.parse(text) as Record<string, unknown>;
      this.requests.push({ path: request.url ?? '', authorization: request.headers.authorization, body });
      void Promise.resolve(this.answer()).then((answer) => {
        response.writeHead(answer.status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(answer.body));
      });
    });
  });

  static async start(): Promise<FakeOpenAi> {
    const fake = new FakeOpenAi();
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  secret() {
    const number = this.requests.length;
    const expires_at = Math.floor(Date.now() / 1_000) + 600;
    return { value: `ek_${number}`, expires_at, session: { id: `sess_${number}`, type: 'realtime' } };
  }

  close(): Promise<unknown> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
