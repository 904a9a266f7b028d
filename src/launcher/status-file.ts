import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PartState } from './part.ts';
import type { Mode, Settings } from './settings.ts';

export interface Status {
  launcherPid: number;
  startedAt: string;
  ready: boolean;
  parts: { name: string; pid: number | null; port: number; state: PartState; restarts: number }[];
}

/** `data/run.json`: what runs and where, for `npm run health`, for tests and for people. Gone when nothing runs. */
export class StatusFile {
  private readonly path: string;

  constructor(settings: Pick<Settings, 'dataDir' | 'mode'>) {
    this.path = statusPath(settings.dataDir, settings.mode);
  }

  /** A reader sees the old file or the new one, never half of one. */
  write(status: Status): void {
    const draft = `${this.path}.${process.pid}`;
    try {
      mkdirSync(dirname(this.path), { recursive: true });
      writeFileSync(draft, `${JSON.stringify(status, null, 2)}\n`);
      renameSync(draft, this.path);
    } catch {
      // A full disk must not end the talks.
    }
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

/** What the file says, undefined when there is none or its launcher is gone: `kill -9` leaves the file behind. */
export function readStatus(dataDir: string, mode: Mode = 'both'): Status | undefined {
  try {
    const status = JSON.parse(readFileSync(statusPath(dataDir, mode), 'utf8')) as Status;
    process.kill(status.launcherPid, 0);
    return status;
  } catch {
    return undefined;
  }
}

/** Agents started alone run beside another launcher, and say so beside it. */
function statusPath(dataDir: string, mode: Mode): string {
  return join(dataDir, mode === 'agent' ? 'run-agent.json' : 'run.json');
}
