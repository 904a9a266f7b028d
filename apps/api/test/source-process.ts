import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from './requests.js';

const HOOKS = new URL('../../../libs/store/testing/typescript.hooks.mjs', import.meta.url);
const BOOT_DEADLINE_MS = 30_000;

/** A program of the sources in a process of its own, to be killed. */
export class SourceProcess {
  private readonly process: ChildProcess;
  private complaint = '';

  constructor(program: URL, args: readonly string[], env: Record<string, string> = {}) {
    this.process = spawn(
      process.execPath,
      ['--conditions=source', '--import', HOOKS.href, fileURLToPath(program), ...args],
      { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH, ...env } },
    );
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.complaint += text));
  }

  /** @throws Error with what it said when it ended instead. */
  async until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    const state = () => {
      if (this.process.exitCode !== null) throw new Error(`The process ended: ${this.complaint}`);
      return isSo();
    };
    await eventually(state, (so) => so, BOOT_DEADLINE_MS);
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }
}
