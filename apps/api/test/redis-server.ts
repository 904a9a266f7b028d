import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.js';

const PROGRAM = 'redis-server';
const isInstalled = spawnSync(PROGRAM, ['--version']).status === 0;
if (!isInstalled && process.env.CI) {
  throw new Error('There is no redis-server on this machine: install it, or unset CI.');
}

/** `describe` for what needs a Redis. */
export const describeOnRedis = isInstalled ? describe : describe.skip;

/** A Redis of the test's own, which keeps nothing on disk. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(private readonly port: number) {}

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.startAgain();
    return server;
  }

  async startAgain(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', tmpdir()];
    this.process = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: this.process.stdout! })) {
      if (line.includes('Ready to accept connections')) break;
    }
    this.process.stdout?.resume();
  }

  /** As a crash would. */
  async kill(): Promise<void> {
    const { process } = this;
    if (process?.exitCode !== null || !process.kill('SIGKILL')) return;
    await once(process, 'exit');
  }
}
