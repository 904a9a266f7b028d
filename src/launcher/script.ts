import { constants } from 'node:os';
import { describeExit, Leashed } from './leashed.ts';
import { Refusal } from './refusal.ts';

/** The script may have a whole Parley of its own to end. */
const END_GRACE_MS = 15_000;

/** Runs one of our own scripts in the foreground, on its leash; resolves with its exit code. */
export async function runScript(
  root: string,
  script: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
) {
  const flags = ['--disable-warning=ExperimentalWarning'];
  const program = { command: process.execPath, args: [...flags, script, ...args], cwd: root, env };
  const running = new Leashed(program, 'inherit');
  const end = () => void running.end(END_GRACE_MS);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  const exit = await running.exited;
  if (exit.error) throw new Refusal(`${script} ${describeExit(exit)}`);
  return exit.code ?? 128 + (exit.signal ? constants.signals[exit.signal] : 0);
}
