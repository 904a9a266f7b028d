// Holds one program on a leash: when whoever started it is gone, however it went, the program goes too.
//
//   node leash.mjs '{"command": "…", "args": ["…"], "after": ["docker", "rm", "…"]}'
//
// It is started as the leader of a process group of its own, with an IPC channel. The channel brings `{ endWithinMs, signal }`,
// takes `{ pid }` and `{ code, signal }` of the program, and its closing means that the holder died. Whatever the
// reason, the last act is to kill the whole group, so nothing that the program started stays either.
// `after` is one more command to run at the end, for a program that lives elsewhere, as a container does.

import { spawn, spawnSync } from 'node:child_process';

const HOLDER_DIED_GRACE_MS = 1500;
const AFTER_LIMIT_MS = 10_000;

const { command, args, after } = JSON.parse(process.argv[2]);

// Signals to the group are for the program; the leash outlives them to see the end.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('spawn', () => report({ pid: child.pid }));
child.once('error', (error) => finish({ code: 127, signal: null, error: error.message }));
child.once('exit', (code, signal) => finish({ code, signal }));

process.on('message', ({ endWithinMs, signal }) => end(endWithinMs, signal));
process.on('disconnect', () => end(HOLDER_DIED_GRACE_MS, 'SIGTERM'));

let deadline;

/** A second call may only bring the end nearer. */
function end(graceMs, signal) {
  const at = Date.now() + graceMs;
  if (deadline && deadline.at <= at) return;
  clearTimeout(deadline?.timer);
  if (!deadline) signalGroup(signal);
  deadline = { at, timer: setTimeout(() => finish(), graceMs) };
}

function finish(exit) {
  clearTimeout(deadline?.timer);
  if (after) {
    const [program, ...rest] = after;
    spawnSync(program, rest, { stdio: 'ignore', timeout: AFTER_LIMIT_MS });
  }
  report(exit ?? { code: null, signal: 'SIGKILL' }, () => {
    signalGroup('SIGKILL');
    process.exit();
  });
}

function report(message, then = () => {}) {
  if (process.connected) process.send(message, then);
  else then();
}

function signalGroup(signal) {
  try {
    process.kill(-process.pid, signal);
  } catch {
    // The group is empty but for us, or we do not lead one.
  }
}
