import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('main.ts', import.meta.url));
const START_LIMIT_MS = 15 * 60_000;
const TAIL_CHARACTERS = 8192;

export interface StartParleyOptions {
  /** Keeps the launcher's words to itself; they are shown on stderr otherwise, and in the error when it fails. */
  quiet?: boolean;
  /** Added to this process's environment: PORT, LIVEKIT_PORT, PARLEY_DATA_DIR and the like. */
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal;
  /** Serves devices in the network, as `npm start -- --lan` does. */
  lan?: boolean;
}

export interface RunningParley {
  apiUrl: string;
  /** The launcher's process id; `data/run.json` has those of the parts. */
  launcherPid: number;
  stop(): Promise<void>;
}

/**
 * Starts a whole Parley beside this process, as `npm start` does after its installation, and resolves when it is ready.
 * It ends with `stop()`, and by itself when this process dies, however that happens. Writes nothing to stdout.
 */
export async function startParley({
  quiet = false,
  env,
  signal,
  lan = false,
}: StartParleyOptions = {}): Promise<RunningParley> {
  const launcher = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      ...[LAUNCHER, 'start', 'both', String(Date.now()), ...(lan ? ['lan'] : [])],
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
        ...env,
        PARLEY_LIFELINE_FD: '3',
      },
    },
  );
  const exited = once(launcher, 'exit');
  const stop = async (): Promise<void> => {
    launcher.kill('SIGTERM');
    await exited;
  };
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-TAIL_CHARACTERS);
    if (!quiet) process.stderr.write(chunk);
  };
  launcher.stdout?.on('data', hear);
  launcher.stderr?.on('data', hear);

  const failed = exited.then(() => {
    throw new Error(`Parley did not start:\n${said.trimEnd()}`);
  });
  const limit = AbortSignal.any([AbortSignal.timeout(START_LIMIT_MS), ...(signal ? [signal] : [])]);
  try {
    const apiUrl = await Promise.race([readiness(launcher.stdio[3] as Duplex), failed, aborted(limit)]);
    return { apiUrl, launcherPid: launcher.pid ?? 0, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The launcher says once on its lifeline that it is ready, and where. */
function readiness(lifeline: Duplex): Promise<string> {
  lifeline.on('error', () => {});
  return new Promise((resolve) => {
    createInterface({ input: lifeline }).once('line', (line) => {
      const { apiUrl } = JSON.parse(line) as { apiUrl: string };
      resolve(apiUrl);
    });
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
