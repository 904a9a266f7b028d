import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { dress } from '../src/dress.js';
import { SandboxModule } from '../src/sandbox.module.js';

/** The whole sandbox on a port of its own. */
export class SandboxUnderTest {
  private constructor(
    readonly app: NestExpressApplication,
    readonly url: string,
  ) {}

  static async start(): Promise<SandboxUnderTest> {
    Object.assign(process.env, { NODE_ENV: 'test', LOG_LEVEL: 'silent' });
    const module = await Test.createTestingModule({ imports: [SandboxModule] }).compile();
    const app = module.createNestApplication<NestExpressApplication>({
      forceCloseConnections: true,
      logger: ['error', 'warn'],
    });
    dress(app);
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    return new SandboxUnderTest(app, url);
  }

  get socketUrl(): string {
    return `${this.url.replace('http', 'ws')}/openai/v1/realtime?model=gpt-realtime`;
  }

  /** A vendor's address for sockets, with the path behind it. */
  socketUrlOf(path: string): string {
    return this.url.replace('http', 'ws') + path;
  }

  stop(): Promise<void> {
    return this.app.close();
  }

  /** A request with a JSON body; its answer's body is read as JSON too, undefined when there is none. */
  async send(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(this.url + path, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(5_000),
    });
    const text = await response.text();
    const json = text ? (JSON.parse(text) as Record<string, unknown>) : undefined;
    return { status: response.status, headers: response.headers, body: json };
  }

  async break(vendor: string, plan: object): Promise<void> {
    const { status, body } = await this.send('PUT', `/control/${vendor}/faults`, plan);
    if (status !== 200) throw new Error(`the fault was refused: ${JSON.stringify(body)}`);
  }

  async mend(): Promise<void> {
    await this.send('DELETE', '/control/faults');
  }
}
