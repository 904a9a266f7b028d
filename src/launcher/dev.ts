import { existsSync, readFileSync, watch } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { compile } from './build.ts';
import type { Ending } from './ending.ts';
import type { Parley } from './parley.ts';
import { Refusal } from './refusal.ts';
import type { Settings } from './settings.ts';
import { start } from './start.ts';
import { secondsSince } from './terminal.ts';
import type { Terminal } from './terminal.ts';

const APPS = ['sandbox', 'api', 'agent'];
/** An editor saves several files, and each of them in several steps. */
const QUIET_MS = 300;

/** `npm run dev`: as `start`, with the apps built and started again when their sources change, and more of their logs. */
export async function dev(
  settings: Settings,
  terminal: Terminal,
  ending: Ending,
  beganAtMs: number,
): Promise<void> {
  await start(settings, terminal, ending, {
    beganAtMs,
    shownLevel: 'info',
    beside: (parley, signal) => reloadOnChange(settings.root, terminal, parley, signal),
  });
}

async function reloadOnChange(
  root: string,
  terminal: Terminal,
  parley: Parley,
  signal: AbortSignal,
): Promise<void> {
  const sources = new ChangedSources(root, signal);
  const behind = new Set<string>();
  for (;;) {
    const changed = await sources.next();
    if (signal.aborted) return;
    // An app whose build failed stays behind its sources until one succeeds.
    for (const app of appsMadeOf(root, changed)) behind.add(app);
    const apps = [...behind];
    const startedAt = Date.now();
    try {
      await terminal.during(`building ${apps.join(', ')}`, compile(root, apps, signal));
      behind.clear();
      terminal.fact('build', `${apps.join(', ')} in ${secondsSince(startedAt)}`);
      const affected = parley.parts.filter(({ plan }) => apps.some((app) => plan.name.split('-')[0] === app));
      await Promise.all(affected.map((part) => part.restart()));
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Refusal)) throw error;
      terminal.line(`${error.message}\n  What was running goes on; save again once it is mended.`);
    }
  }
}

/** The compiler's own record tells which apps a file is part of; a file that nobody knows yet may be part of any. */
function appsMadeOf(root: string, changed: string[]): string[] {
  const parts = APPS.map((app) => ({ app, files: compiledFiles(root, app) }));
  const known = changed.every((file) => parts.some(({ files }) => files.has(file)));
  return parts.filter(({ files }) => !known || changed.some((file) => files.has(file))).map(({ app }) => app);
}

function compiledFiles(root: string, app: string): Set<string> {
  const record = join(root, 'dist', `${app}.tsbuildinfo`);
  if (!existsSync(record)) return new Set();
  const { fileNames = [] } = JSON.parse(readFileSync(record, 'utf8')) as { fileNames?: string[] };
  return new Set(fileNames.map((name) => relative(root, resolve(root, 'dist', name))));
}

/** Source files that changed since they were last asked for, as paths from the root. */
class ChangedSources {
  private readonly changed = new Set<string>();
  private readonly signal: AbortSignal;
  private wake: () => void = () => {};

  constructor(root: string, signal: AbortSignal) {
    this.signal = signal;
    signal.addEventListener('abort', () => this.wake(), { once: true });
    for (const folder of ['apps', 'libs']) {
      watch(join(root, folder), { recursive: true, signal }, (_event, name) => {
        if (!name || !/\.ts$/.test(name) || /spec\.ts$/.test(name)) return;
        this.changed.add(join(folder, name));
        this.wake();
      });
    }
  }

  /** Waits for a change, then until it has been quiet for a moment. */
  async next(): Promise<string[]> {
    if (!this.changed.size) await new Promise<void>((resolve) => (this.wake = resolve));
    for (let seen = -1; seen !== this.changed.size && !this.signal.aborted;) {
      seen = this.changed.size;
      await pause(QUIET_MS, undefined, { signal: this.signal }).catch(() => {});
    }
    const files = [...this.changed];
    this.changed.clear();
    return files;
  }
}
