import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal } from './refusal.ts';
import { runTool } from './run-tool.ts';
import { secondsSince } from './terminal.ts';
import type { Terminal } from './terminal.ts';

const APPS = ['api', 'agent', 'sandbox'];
const SOURCES = ['apps', 'libs', 'package.json', 'package-lock.json', 'tsconfig.json', 'nest-cli.json'];
/** Not part of what runs: tests, and folders that tools write. */
const LEFT_OUT = /(?:\.spec\.ts|-spec\.ts|^node_modules|^dist|^\..*)$/;
const TIME_LIMIT_MS = 600_000;
const ERROR_LINES = 40;

/** Builds the apps when their sources are not those of the last build, and says whether it did. @throws Refusal with the compiler's words. */
export async function buildWhenNeeded(
  root: string,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  const stamp = join(root, 'dist', '.built-from');
  const mains = APPS.map((app) => join(root, 'dist', 'apps', app, 'src', 'main.js'));
  const wanted = fingerprint(root);
  const complete = mains.every((main) => existsSync(main));
  if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  if (!complete) forgetIncrements(root);

  const startedAt = Date.now();
  rmSync(stamp, { force: true });
  await terminal.during(
    'building api, agent and sandbox: nest build --all',
    compile(root, ['--all'], signal),
  );
  signal.throwIfAborted();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  terminal.fact('build', `api, agent and sandbox in ${secondsSince(startedAt)}`);
  return true;
}

/** Runs `nest build`. @throws Refusal with the compiler's words. */
export async function compile(root: string, args: string[], signal: AbortSignal): Promise<void> {
  const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  const build = { command: process.execPath, args: [nest, 'build', ...args], cwd: root };
  const { ok, how, output } = await runTool(build, TIME_LIMIT_MS, signal);
  signal.throwIfAborted();
  if (ok) return;
  const lines = output.trimEnd().split('\n');
  const shown = lines.slice(0, ERROR_LINES).map((line) => `  ${line}`);
  throw new Refusal([`nest build ${how}:`, ...shown].join('\n'));
}

function fingerprint(root: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of SOURCES.flatMap((name) => filesUnder(root, name))) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesUnder(root: string, path: string): string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  return readdirSync(full)
    .filter((name) => !LEFT_OUT.test(name))
    .sort()
    .flatMap((name) => filesUnder(root, join(path, name)));
}

/** The compiler writes only what changed since its last run, also when somebody has emptied the folder. */
function forgetIncrements(root: string): void {
  for (const app of APPS) rmSync(join(root, 'dist', `${app}.tsbuildinfo`), { force: true });
}
