import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventually } from './eventually.ts';
import { freePorts } from './free-ports.ts';

const run = promisify(execFile);
const READY_WITHIN_MS = 20_000;
/** As it is delivered. */
export const RULES = fileURLToPath(new URL('../deploy/prometheus/alerts.yml', import.meta.url));
export const CONFIG = fileURLToPath(new URL('../deploy/prometheus/prometheus.yml', import.meta.url));

export const hasPrometheus = ['prometheus', 'promtool'].every((program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program))),
);

/** One value of an instant query: NaN where nothing could be computed from what is there. */
export interface Sample {
  labels: Record<string, string>;
  value: number;
}

interface Answer<T> {
  status: string;
  error?: string;
  data: T;
}

/** A real Prometheus that scrapes every second, and judges by the alerts that are delivered. */
export class Prometheus {
  private readonly url: string;
  private readonly folder: string;
  private readonly child: ChildProcess;

  private constructor(url: string, folder: string, child: ChildProcess) {
    this.url = url;
    this.folder = folder;
    this.child = child;
  }

  /** @param targets Ports on this machine, by job. */
  static async start(targets: Record<string, number[]>): Promise<Prometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-prometheus-'));
    const config = {
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: [RULES],
      scrape_configs: Object.entries(targets).map(([job_name, ports]) => ({
        job_name,
        static_configs: [{ targets: ports.map((port) => `127.0.0.1:${port}`) }],
      })),
    };
    const file = join(folder, 'prometheus.yml');
    await writeFile(file, JSON.stringify(config)); // YAML reads JSON
    const port = await freePorts(1);
    const child = spawn(
      'prometheus',
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const prometheus = new Prometheus(`http://127.0.0.1:${port}`, folder, child);
    await eventually('Prometheus', READY_WITHIN_MS, async () => {
      const answer = await fetch(`${prometheus.url}/-/ready`).catch(() => undefined);
      return answer?.ok ?? false;
    });
    return prometheus;
  }

  /** @throws Error with what is wrong about the expression */
  async query(expression: string): Promise<Sample[]> {
    const path = `/api/v1/query?query=${encodeURIComponent(expression)}`;
    const { result } = await this.get<{ result: { metric: Sample['labels']; value: [number, string] }[] }>(
      path,
    );
    return result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }));
  }

  /** The alerts by name, and whether each could be judged. */
  async judged(): Promise<{ name: string; health: string }[]> {
    const { groups } = await this.get<{ groups: { rules: { name: string; health: string }[] }[] }>(
      '/api/v1/rules',
    );
    return groups.flatMap(({ rules }) => rules.map(({ name, health }) => ({ name, health })));
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
    await rm(this.folder, { recursive: true, force: true });
  }

  private async get<T>(path: string): Promise<T> {
    const answer = await fetch(this.url + path, { signal: AbortSignal.timeout(10_000) });
    const { status, error, data } = (await answer.json()) as Answer<T>;
    if (status !== 'success') throw new Error(`${path} was answered: ${error}`);
    return data;
  }
}

/** What promtool says of a file. @throws Error when it is wrong */
export async function promtool(...args: string[]): Promise<string> {
  const { stdout } = await run('promtool', args, { timeout: 30_000 });
  return stdout;
}
