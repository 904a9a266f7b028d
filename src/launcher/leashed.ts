import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const LEASH = fileURLToPath(new URL('leash.mjs', import.meta.url));
/** How long the output may stay open after the end, held by something that left the group. */
const OUTPUT_CLOSE_MS = 500;

export interface Program {
  command: string;
  args: string[];
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** One more command to run at the end, for a program that lives elsewhere, as a container does. */
  after?: string[];
}

export type EndSignal = 'SIGTERM' | 'SIGINT';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why the program could not be started at all. */
  error?: string;
}

const running = new Set<Leashed>();

/** A running program that cannot outlive us: see leash.mjs. */
export class Leashed {
  /** The program's own process id, undefined when it could not be started. */
  readonly pid: Promise<number | undefined>;
  readonly exited: Promise<Exit>;
  readonly stdout: Readable | null;
  readonly stderr: Readable | null;
  private readonly leash: ChildProcess;

  constructor({ command, args, cwd, env, after }: Program, output: 'pipe' | 'inherit' = 'pipe') {
    this.leash = spawn(process.execPath, [LEASH, JSON.stringify({ command, args, after })], {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', output, output, 'ipc'],
    });
    this.stdout = this.leash.stdout;
    this.stderr = this.leash.stderr;
    this.exited = this.watch();
    running.add(this);
    void this.exited.then(() => running.delete(this));
    this.pid = new Promise((resolve) => {
      this.leash.on('message', (message) => {
        if (isPidReport(message)) resolve(message.pid);
      });
      void this.exited.then(() => resolve(undefined));
    });
  }

  get leashPid(): number | undefined {
    return this.leash.pid;
  }

  /** The signal to the program and all it started, SIGKILL when that took too long. */
  async end(graceMs: number, signal: EndSignal = 'SIGTERM'): Promise<Exit> {
    if (this.leash.connected) this.leash.send({ endWithinMs: graceMs, signal }, () => {});
    return this.exited;
  }

  private watch(): Promise<Exit> {
    return new Promise((resolve) => {
      let report: Exit | undefined;
      this.leash.on('message', (message) => {
        if (isExit(message)) report = message;
      });
      this.leash.once('error', (error) => resolve({ code: 127, signal: null, error: error.message }));
      this.leash.once('exit', (code, signal) => {
        // Were the leash itself killed, its group would stay.
        sweepGroup(this.leash.pid);
        const done = () => {
          clearTimeout(timer);
          resolve(report ?? { code, signal });
        };
        const timer = setTimeout(done, OUTPUT_CLOSE_MS);
        this.leash.once('close', done);
      });
    });
  }
}

/** Ends whatever still runs. */
export async function endAll(graceMs: number): Promise<void> {
  await Promise.all([...running].map((program) => program.end(graceMs)));
}

/** `ended with code 1`, `was ended by SIGKILL`. */
export function describeExit({ code, signal, error }: Exit): string {
  if (error) return `could not be started (${error})`;
  return signal ? `was ended by ${signal}` : `ended with code ${code}`;
}

function sweepGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left in it, as it should be.
  }
}

function isPidReport(message: unknown): message is { pid: number } {
  return typeof message === 'object' && message !== null && 'pid' in message;
}

function isExit(message: unknown): message is Exit {
  return typeof message === 'object' && message !== null && 'signal' in message;
}
