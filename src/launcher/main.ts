import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { acquireLiveKit } from './acquire-livekit.ts';
import { buildWhenNeeded } from './build.ts';
import { dev } from './dev.ts';
import { Ending } from './ending.ts';
import { Refusal } from './refusal.ts';
import { runScript } from './script.ts';
import { readSettings } from './settings.ts';
import type { Mode } from './settings.ts';
import { start } from './start.ts';
import { Terminal } from './terminal.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** What begin.mjs hands over to once Node 24 is there: `main.ts <command> [arguments]`. */
async function run(command: string, args: string[], ending: Ending): Promise<number> {
  const dotEnv = resolve(ROOT, '.env');
  // Tests must not depend on what somebody has configured here, nor spend it.
  if (command !== 'test' && existsSync(dotEnv)) process.loadEnvFile(dotEnv);
  const env = process.env;
  const { signal } = ending;
  switch (command) {
    case 'start':
    case 'dev': {
      const settings = readSettings(ROOT, env, args[0] as Mode | undefined, { lan: args[2] === 'lan' });
      const beganAtMs = Number(args[1]) || Date.now();
      const terminal = new Terminal(process.stdout);
      await (command === 'dev'
        ? dev(settings, terminal, ending, beganAtMs)
        : start(settings, terminal, ending, { beganAtMs }));
      return 0;
    }
    case 'build':
      if (!(await buildWhenNeeded(ROOT, new Terminal(process.stdout), signal)))
        console.log('Nothing has changed.');
      return 0;
    case 'health':
      return runScript(ROOT, 'src/health.ts', args, env, signal);
    case 'doctor':
      return runScript(ROOT, 'src/doctor/main.ts', args, env, signal);
    case 'test': {
      const terminal = new Terminal(process.stdout);
      await buildWhenNeeded(ROOT, terminal, signal);
      const livekit = await acquireLiveKit({
        root: ROOT,
        env: { ...env, LIVEKIT_URL: '' },
        terminal,
        signal,
      });
      const server = livekit.kind === 'program' ? livekit.path : '';
      return runScript(ROOT, 'test/run.ts', args, { ...env, PARLEY_LIVEKIT_SERVER: server }, signal);
    }
    case 'call':
    case 'bench':
      await buildWhenNeeded(ROOT, new Terminal(process.stderr), signal);
      return runScript(ROOT, command === 'call' ? 'src/call/main.ts' : 'bench/main.ts', args, env, signal);
    default:
      throw new Refusal(`The launcher knows no command ${command}.`);
  }
}

const [command = 'start', ...args] = process.argv.slice(2);
const ending = new Ending().watch();
try {
  process.exitCode = await run(command, args, ending);
} catch (error) {
  if (!ending.signal.aborted) console.error(error instanceof Refusal ? `\n${error.message}` : error);
  process.exitCode = 1;
}
process.exit(ending.exitCode || process.exitCode);
