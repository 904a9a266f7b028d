import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

const START_DEADLINE_MS = 60_000;
const keeper = fileURLToPath(new URL('postgres-keeper.process.ts', import.meta.url));

/** Where the server's programs are; undefined on a machine that has none. */
export function postgresBinaries(): string | undefined {
  const versions = '/usr/lib/postgresql';
  const packaged = existsSync(versions)
    ? readdirSync(versions)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(versions, version, 'bin'))
    : [];
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...packaged];
  const initdb = folders.map((folder) => join(folder, 'initdb')).find((file) => existsSync(file));
  return initdb && dirname(realpathSync(initdb)); // on the PATH there may be links to some of them only
}

/**
 * The one Postgres server of a test run, for all its workers; whoever comes first starts it, and it ends with the run however that
 * ends. Gives the URL of a database on it.
 */
export async function clusterUrl(binaries: string): Promise<(database: string) => string> {
  const runPid = process.send ? process.ppid : process.pid; // a worker of Jest is a child, unless it runs all by itself
  const folder = join(tmpdir(), `parley-postgres-${runPid}`);
  if (claims(folder)) keep(binaries, folder, runPid);
  await ready(folder);
  return (database) => `postgres://parley@${encodeURIComponent(folder)}/${database}`;
}

/** A server of one test alone, which it may kill. It ends with the process of the test. */
export class MortalPostgres {
  private readonly folder: string;
  private readonly keeperPid: number;

  private constructor(folder: string, keeperPid: number) {
    this.folder = folder;
    this.keeperPid = keeperPid;
  }

  static async start(binaries: string): Promise<MortalPostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'parley-postgres-'));
    chmodSync(folder, 0o755);
    const { pid } = keep(binaries, folder, process.pid);
    if (pid === undefined) throw new Error('The keeper of Postgres could not be started.');
    await ready(folder);
    return new MortalPostgres(folder, pid);
  }

  /** Its database that is there from the beginning. */
  get url(): string {
    return `postgres://parley@${encodeURIComponent(this.folder)}/postgres`;
  }

  kill(): void {
    process.kill(this.keeperPid, 'SIGUSR1');
  }

  /** Resolves when it answers. */
  async startAgain(): Promise<void> {
    process.kill(this.keeperPid, 'SIGUSR2');
    await ready(this.folder);
  }
}

function keep(binaries: string, folder: string, ownerPid: number): ChildProcess {
  const child = spawn(process.execPath, [keeper, binaries, folder, String(ownerPid)], {
    detached: true,
    stdio: 'ignore',
    env: {},
  });
  child.unref();
  return child;
}

/** Making the folder is the lock. */
function claims(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o755 });
    return true;
  } catch {
    return false;
  }
}

async function ready(folder: string): Promise<void> {
  for (const deadline = Date.now() + START_DEADLINE_MS; !existsSync(join(folder, 'ready')); await sleep(50)) {
    const failed = join(folder, 'failed');
    if (existsSync(failed)) throw new Error(`Postgres did not start: ${readFileSync(failed, 'utf8')}`);
    if (Date.now() > deadline) throw new Error('Postgres did not start in time.');
  }
}
