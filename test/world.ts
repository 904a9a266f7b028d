import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startParley } from '../src/launcher/start-parley.ts';
import type { RunningParley, StartParleyOptions } from '../src/launcher/start-parley.ts';
import type { Status } from '../src/launcher/status-file.ts';
import { eventually } from './eventually.ts';
import { elsewhere } from './elsewhere.ts';
import { parentOf } from './processes.ts';

export type Part = Status['parts'][number];

/** A whole Parley of its own: launcher, LiveKit server, sandbox, api and agents on free ports, with its own data folder. */
export class World {
  readonly apiUrl: string;
  readonly sandboxUrl: string;
  readonly launcherPid: number;
  private readonly parley: RunningParley;
  private readonly folder: string;

  private constructor(parley: RunningParley, folder: string, sandboxPort: string) {
    this.parley = parley;
    this.folder = folder;
    this.apiUrl = parley.apiUrl;
    this.launcherPid = parley.launcherPid;
    this.sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  }

  static async start(
    env: Record<string, string> = {},
    options: Pick<StartParleyOptions, 'lan'> = {},
  ): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-world-'));
    const all = { ...(await elsewhere(folder)), ...env };
    try {
      const parley = await startParley({ quiet: true, env: all, ...options });
      return new World(parley, folder, all.SANDBOX_PORT);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** What runs, as the launcher tells it. */
  async parts(): Promise<Part[]> {
    const text = await readFile(join(this.folder, 'run.json'), 'utf8');
    return (JSON.parse(text) as Status).parts;
  }

  async part(name: string): Promise<Part & { pid: number }> {
    const part = (await this.parts()).find((each) => each.name === name);
    if (!part?.pid) throw new Error(`There is no ${name} running.`);
    return { ...part, pid: part.pid };
  }

  /** The agent process that has the talk. */
  async hostOf(sessionId: string): Promise<Part & { pid: number }> {
    const name = await eventually('a host of the talk', 5_000, async () => {
      for (const { name, port } of await this.parts()) {
        if (name.startsWith('agent') && (await hostedAt(port)).includes(sessionId)) return name;
      }
      return undefined;
    });
    return this.part(name);
  }

  /** Ends one process as a crash would. @returns its part as it was */
  async kill(name: string): Promise<Part & { pid: number }> {
    const part = await this.part(name);
    process.kill(part.pid, 'SIGKILL');
    return part;
  }

  /**
   * The same, and nobody starts it again: whoever would tell the launcher of its end is paused. Call what comes back to let the
   * launcher know.
   */
  async takeAway(name: string): Promise<Part & { pid: number; giveBack: () => void }> {
    const part = await this.part(name);
    const leash = await parentOf(part.pid);
    process.kill(leash, 'SIGSTOP');
    process.kill(part.pid, 'SIGKILL');
    return { ...part, giveBack: () => void process.kill(leash, 'SIGCONT') };
  }

  /** Resolves when the part runs as another process and is ready; rejects after the time. @returns milliseconds it took */
  async backAgain(was: Part, withinMs: number): Promise<number> {
    const startedAt = performance.now();
    await eventually(`another ${was.name}`, withinMs, async () => {
      const now = (await this.parts()).find(({ name }) => name === was.name);
      return now?.state === 'ready' && now.pid !== was.pid;
    });
    return performance.now() - startedAt;
  }

  async log(name: string): Promise<string> {
    return readFile(join(this.folder, 'logs', `${name}.log`), 'utf8');
  }

  async api<T>(path: string, init: RequestInit = {}): Promise<T> {
    return fetchJson<T>(`${this.apiUrl}${path}`, init);
  }

  async sandbox<T>(path: string, init: RequestInit = {}): Promise<T> {
    return fetchJson<T>(`${this.sandboxUrl}${path}`, init);
  }

  file(name: string): string {
    return join(this.folder, name);
  }

  async stop(): Promise<void> {
    await this.parley.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The sessions of an agent process. */
export async function hostedAt(port: number): Promise<string[]> {
  const { items } = await fetchJson<{ items: { sessionId: string }[] }>(`http://127.0.0.1:${port}/sessions`);
  return items.map(({ sessionId }) => sessionId);
}

async function fetchJson<T>(url: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000), ...init });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}
