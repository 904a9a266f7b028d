import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A process that keeps a Postgres server of its own in a folder for as long as another process lives, then ends it and removes the
 * folder. Says in `ready` that it answers, in `failed` why it does not. SIGUSR1 kills the server, SIGUSR2 starts it again: `ready` is
 * gone meanwhile.
 */
const [binaries = '', folder = '', ownerPid = ''] = process.argv.slice(2);

/** A server refuses to run as root; `nobody` owns no file that it could harm. */
const NOBODY = 65_534;
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
/** Nothing has to outlive the test run, and two cores have better things to do than to wait for disks. */
const SETTINGS = [
  'listen_addresses=',
  'fsync=off',
  'full_page_writes=off',
  'max_connections=200',
  'shared_buffers=64MB',
  'autovacuum_naptime=10min',
];

let server: ChildProcess | undefined;
try {
  prepare();
  server = start();
  await answers();
  tell('ready', '');
} catch (error) {
  tell('failed', String(error));
}
process.on('SIGUSR1', () => {
  rmSync(join(folder, 'ready'), { force: true });
  server?.kill('SIGKILL');
});
process.on('SIGUSR2', () => void startAgain());
while (isAlive(Number(ownerPid))) await sleep(250);
if (server) await end(server);
rmSync(folder, { recursive: true, force: true });

function prepare(): void {
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if ('uid' in asNobody) for (const path of [folder, data]) chownSync(path, NOBODY, NOBODY);
  const options = { cwd: folder, ...asNobody };
  const initdb = ['-D', data, '-U', 'parley', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
  execFileSync(join(binaries, 'initdb'), initdb, { stdio: 'pipe', ...options });
}

function start(): ChildProcess {
  const data = join(folder, 'data');
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const program = join(binaries, 'postgres');
  return spawn(program, ['-D', data, '-k', folder, ...settings], {
    ...{ cwd: folder, stdio: 'ignore' },
    ...asNobody,
  });
}

/** Refused for as long as children of the one that was killed hold its memory. */
async function startAgain(): Promise<void> {
  const attempt = start();
  server = attempt;
  const refused = once(attempt, 'exit').then(() => 'refused' as const);
  if ((await Promise.race([refused, answers()])) === 'refused') {
    await sleep(100);
    return startAgain();
  }
  tell('ready', '');
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGQUIT'); // at once, without writing anything more
  await ended;
}

async function answers(): Promise<void> {
  for (const deadline = Date.now() + 20_000; ; await sleep(50)) {
    try {
      execFileSync(join(binaries, 'pg_isready'), ['-q', '-h', folder, '-U', 'parley', '-d', 'postgres']);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

function tell(file: string, text: string): void {
  writeFileSync(join(folder, `${file}.new`), text);
  renameSync(join(folder, `${file}.new`), join(folder, file));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
