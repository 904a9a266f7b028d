import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

const hooks = new URL('typescript.hooks.mjs', import.meta.url);
const writer = new URL('writer.process.ts', import.meta.url);

/** A writer (see `writer.process.ts`) in a process of its own, told by its lines. */
export class WriterProcess {
  private readonly process;
  private readonly lines: AsyncIterator<string>;
  private complaint = '';

  constructor(url: string, batchesFile: string) {
    this.process = spawn(
      process.execPath,
      ['--conditions=source', '--import', hooks.href, fileURLToPath(writer), url, batchesFile],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH } },
    );
    this.process.stderr.setEncoding('utf8').on('data', (text: string) => (this.complaint += text));
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
  }

  /** Waits for that many more lines. @throws Error with what the process said when it ended instead. */
  async says(line: string, times = 1): Promise<void> {
    for (let seen = 0; seen < times;) {
      const next = await this.lines.next();
      if (next.done) throw new Error(`The writer ended: ${this.complaint}`);
      if (next.value === line) seen += 1;
    }
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exited = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exited;
  }

  /** What it wrote on its way out; waits for its end. */
  async lastWords(): Promise<string> {
    if (this.process.exitCode === null) await once(this.process, 'close');
    return this.complaint;
  }
}
