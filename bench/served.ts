import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { collectGarbage, privateMegabytes } from '../test/heap.ts';
import { cpuMs } from './process-usage.ts';

const READY_WITHIN_MS = 60_000;
const COLLECTED_WITHIN_MS = 2_000;

export interface ServedOptions {
  /** Arguments of Node. */
  program: string[];
  env: NodeJS.ProcessEnv;
  port: number;
  /** A path that is answered when it is ready. */
  ready: string;
  /** Where its log goes. */
  log: string;
}

/** A server in a process of its own, whose processor time and memory are read from outside. Linux only. */
export class Served {
  readonly url: string;
  private readonly process: ChildProcess;

  private constructor({ program, env, port, log }: ServedOptions) {
    this.url = `http://127.0.0.1:${port}`;
    const file = openSync(log, 'a');
    this.process = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...program], {
      env: { ...process.env, ...env, PORT: String(port) },
      stdio: ['ignore', file, file],
    });
    closeSync(file);
  }

  static async start(options: ServedOptions): Promise<Served> {
    const served = new Served(options);
    for (const deadline = Date.now() + READY_WITHIN_MS; ; await pause(100)) {
      const answer = await fetch(served.url + options.ready).catch(() => null);
      if (answer?.ok) return served;
      if (served.process.exitCode !== null || Date.now() > deadline) {
        await served.close();
        throw new Error(`${options.program.at(-1)} did not become ready: see ${options.log}`);
      }
    }
  }

  get pid(): number {
    if (this.process.pid === undefined) throw new Error('The server could not be started.');
    return this.process.pid;
  }

  cpuMs(): Promise<number> {
    return cpuMs(this.pid);
  }

  /** Private memory after a whole collection, of a server that was started `WITH_GC`. */
  async megabytes(): Promise<number> {
    collectGarbage(this.pid);
    await pause(COLLECTED_WITHIN_MS);
    return privateMegabytes(this.pid);
  }

  async close(): Promise<void> {
    if (this.process.exitCode !== null) return;
    this.process.kill('SIGTERM');
    await once(this.process, 'exit');
  }
}
