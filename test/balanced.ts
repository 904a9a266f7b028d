import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';

const PROBE_EVERY_MS = 100;
const ANSWER_WITHIN_MS = 10_000;

/** A load balancer: asks each server whether it is ready, and gives requests in turn to those that are. It repeats nothing. */
export class Balanced {
  private readonly stop = new AbortController();
  private readonly ready = new Set<string>();
  private readonly server: Server = createServer((asked, answer) => void this.pass(asked, answer));
  private readonly running: Promise<void>[] = [];
  private urls: readonly string[] = [];
  private turn = 0;
  private readonly tunnels = new Set<Socket>();
  readonly failures: string[] = [];
  requests = 0;

  /** Before there is anything to ask: whoever is to be given its address may start after it. */
  async listen(): Promise<string> {
    this.server.on('upgrade', (asked: IncomingMessage, socket: Socket) => this.tunnel(asked, socket));
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  over(urls: readonly string[]): void {
    this.urls = urls;
    for (const url of urls) this.running.push(this.probe(url));
  }

  /** Which are ready, as was seen last. */
  get serving(): readonly string[] {
    return this.urls.filter((url) => this.ready.has(url));
  }

  async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.url + path, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return (await answer.json()) as T;
  }

  /** So many requests a second, evenly, until `close`. */
  load(perSecond: number, path: string): void {
    this.running.push(this.ask(1_000 / perSecond, path));
  }

  /** What is under way is answered. */
  async close(): Promise<void> {
    this.stop.abort();
    await Promise.all(this.running);
    this.server.close();
    this.server.closeAllConnections();
    for (const socket of this.tunnels) socket.destroy();
  }

  private async probe(url: string): Promise<void> {
    while (!this.stop.signal.aborted) {
      const answer = await fetch(`${url}/health/ready`).catch(() => null);
      await answer?.text();
      if (answer?.ok) this.ready.add(url);
      else this.ready.delete(url);
      await pause(PROBE_EVERY_MS);
    }
  }

  private async ask(everyMs: number, path: string): Promise<void> {
    const asked: Promise<void>[] = [];
    for (let due = performance.now(); !this.stop.signal.aborted; due += everyMs) {
      await pause(Math.max(0, due - performance.now()));
      asked.push(this.request(path));
    }
    await Promise.all(asked);
  }

  private async request(path: string): Promise<void> {
    this.requests += 1;
    try {
      const answer = await fetch(this.url + path, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
      await answer.text();
      if (!answer.ok) this.failures.push(`${path} was answered ${answer.status}`);
    } catch (error) {
      this.failures.push(`${path}: ${String(error)}`);
    }
  }

  /** A socket is passed on byte by byte, and ends with either side. */
  private tunnel({ method, url, headers }: IncomingMessage, socket: Socket): void {
    const server = this.serving[this.turn++ % this.serving.length];
    if (server === undefined) return void socket.destroy();
    const { hostname, port } = new URL(server);
    const passed = connect(Number(port), hostname);
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
    passed.write([`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n'));
    for (const [side, other] of [
      [socket, passed],
      [passed, socket],
    ] as const) {
      side.on('error', () => other.destroy());
      side.on('close', () => other.destroy());
      side.pipe(other);
    }
    this.tunnels.add(socket);
    socket.on('close', () => this.tunnels.delete(socket));
  }

  private async pass(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const server = this.serving[this.turn++ % this.serving.length];
    if (server === undefined) return void answer.writeHead(503).end();
    const { method, headers } = asked;
    // A connection for each request: one that is kept may be closed while a request is on its way.
    const passed = request(new URL(asked.url ?? '/', server), { method, headers, agent: false });
    try {
      const [[answered]] = await Promise.all([
        once(passed, 'response') as Promise<[IncomingMessage]>,
        pipeline(asked, passed),
      ]);
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      await pipeline(answered, answer);
    } catch {
      if (!answer.headersSent) answer.writeHead(502);
      answer.end();
    }
  }
}
