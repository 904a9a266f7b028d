import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { INGEST_TOKEN } from './api-under-test.js';
import { eventually } from './requests.js';
import { freePort } from './free-port.js';

const MAIN = resolve('dist/apps/api/src/main.js');
const BOOT_DEADLINE_MS = 30_000;

/** The api as it is built, in a process of its own that can be killed and started again at the same address. */
export class ApiProcess {
  private readonly folder = mkdtempSync(join(tmpdir(), 'parley-api-process-'));
  private process: ChildProcess | undefined;
  private complaints = '';

  private constructor(
    private readonly port: number,
    private readonly databaseUrl: string,
    private readonly env: Record<string, string>,
  ) {}

  static async at(databaseUrl: string, env: Record<string, string> = {}): Promise<ApiProcess> {
    if (!existsSync(MAIN)) throw new Error(`There is no ${MAIN}: run \`npm run build\` first.`);
    return new ApiProcess(await freePort(), databaseUrl, env);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const { PATH } = process.env;
    const env = {
      PATH,
      NODE_ENV: 'test',
      LOG_LEVEL: 'warn',
      PORT: String(this.port),
      DATABASE_URL: this.databaseUrl,
      INGEST_TOKEN,
      ...this.env,
    };
    const started = spawn(process.execPath, [MAIN], {
      cwd: this.folder,
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    started.stderr.on('data', (text: Buffer) => (this.complaints += text.toString()));
    this.process = started;
    const state = () =>
      started.exitCode === null ? this.isUp() : Promise.reject(new Error(this.complaints));
    await eventually(state, (up) => up, BOOT_DEADLINE_MS);
  }

  /** As a crash would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async close(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { process: running } = this;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, 'exit');
    running.kill(signal);
    await exited;
  }

  private isUp(): Promise<boolean> {
    return fetch(`${this.url}/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}
