// Installs when needed, then runs the launcher on Node 24 and is its link to npm: signals go down, the exit code comes up.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installWhenNeeded, nodeBinary } from './install.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const LAUNCHER = fileURLToPath(new URL('main.ts', import.meta.url));
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const PARENT_CHECK_MS = 500;

/** Commands with options of their own; the others hand all they get to the program behind them. */
const OPTIONS = {
  start: { mode: { type: 'string', default: 'both' }, lan: { type: 'boolean' } },
  dev: { mode: { type: 'string', default: 'both' } },
  build: {},
  health: {},
};
const MODES = ['api', 'agent', 'both'];
const COMMANDS = ['start', 'test', 'call', 'bench', 'dev', 'build', 'health', 'doctor'];
/** What these write to stdout is their result and nothing else. */
const TELL_ON_STDERR = ['call', 'bench', 'doctor'];

export async function begin([command = 'start', ...args]) {
  // A command's own name is optional before its options: `npm start -- --mode api`.
  if (command.startsWith('-')) return begin(['start', command, ...args]);
  if (!COMMANDS.includes(command))
    refuse(`There is no command \`${command}\`; there are ${COMMANDS.join(', ')}.`);
  const launcherArgs = OPTIONS[command] ? readOptions(command, args) : args;

  const ending = new AbortController();
  let exitCode = 0;
  let launcher;
  const end = (signal) => {
    exitCode ||= 128 + constants.signals[signal];
    ending.abort();
    launcher?.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, () => end(signal));
  // npm may be gone before an ordered end is through, which is no second request.
  watchParent(() => ending.signal.aborted || end('SIGTERM'));

  try {
    const out = TELL_ON_STDERR.includes(command) ? process.stderr : process.stdout;
    await installWhenNeeded(ROOT, terminal(out), ending.signal);
  } catch (error) {
    refuse(error.message);
  }
  if (ending.signal.aborted) process.exit(exitCode);

  launcher = spawn(nodeBinary(ROOT), [LAUNCHER, command, ...launcherArgs], {
    cwd: ROOT,
    // The fourth is the lifeline: it closes when this process dies, however it dies.
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    env: {
      ...process.env,
      PATH: [dirname(nodeBinary(ROOT)), process.env.PATH].join(delimiter),
      PARLEY_LIFELINE_FD: '3',
    },
  });
  launcher.stdio[3].on('error', () => {}).resume();
  launcher.once('error', (error) => refuse(`Node 24 did not start: ${error.message}`));
  launcher.once('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function readOptions(command, args) {
  const known = Object.keys(OPTIONS[command]);
  const names = known.length ? known.map((name) => `--${name}`).join(', ') : 'none';
  let values;
  try {
    ({ values } = parseArgs({ args, options: OPTIONS[command] }));
  } catch (error) {
    refuse(`${error.message.split('. ')[0]}. Options of \`${command}\`: ${names}.`);
  }
  const { mode, lan } = values;
  if (mode === undefined) return [];
  if (!MODES.includes(mode)) refuse(`--mode is one of ${MODES.join(', ')}.`);
  return [mode, String(Date.now()), ...(lan ? ['lan'] : [])];
}

/** npm that was killed leaves us with another parent; whoever runs this file without npm may leave it alone. */
function watchParent(onOrphaned) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onOrphaned();
  }, PARENT_CHECK_MS);
  timer.unref();
}

/** One line that says what is being waited for: rewritten in a terminal, repeated now and then in a log. */
function terminal(out) {
  const line = (text) => out.write(`${text}\n`);
  const during = (what) => {
    const startedAt = Date.now();
    const seconds = () => Math.round((Date.now() - startedAt) / 1000);
    const show = () =>
      out.isTTY ? out.write(`\r\x1b[2K  ${what} … ${seconds()} s`) : line(`  ${what} … ${seconds()} s`);
    show();
    const timer = setInterval(show, out.isTTY ? 250 : 10_000);
    return () => {
      clearInterval(timer);
      if (out.isTTY) out.write('\r\x1b[2K');
      return seconds();
    };
  };
  return { line, during };
}

function refuse(message) {
  console.error(message);
  process.exit(1);
}
