import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Status } from '../src/launcher/status-file.ts';
import { elsewhere } from './elsewhere.ts';
import { eventually } from './eventually.ts';
import { alive, familyOf } from './processes.ts';

const BEGIN = fileURLToPath(new URL('../start.mjs', import.meta.url));
const START_MS = 180_000;
const GONE_MS = 15_000;

describe('npm start', () => {
  let folder: string;
  let begun: ChildProcess;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-start-'));
    const env = { ...process.env, ...(await elsewhere(folder)) };
    // A group of its own, as a terminal gives it to what is typed there.
    begun = spawn(process.execPath, [BEGIN, 'start'], { env, detached: true, stdio: 'ignore' });
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Everything that runs, once all parts are ready. */
  async function wholeFamily(): Promise<{ status: Status; family: number[] }> {
    const status = await eventually('all parts to be ready', START_MS, async () => {
      const text = await readFile(join(folder, 'run.json'), 'utf8').catch(() => 'null');
      const written = JSON.parse(text) as Status | null;
      return written?.ready && written;
    });
    const family = await familyOf(Number(begun.pid));
    for (const { pid } of status.parts) expect(family).toContain(pid);
    return { status, family };
  }

  const allGone = (family: number[]) =>
    eventually('all processes to be gone', GONE_MS, async () => (await alive(family)).length === 0);

  it('leaves no process behind after Ctrl-C', async () => {
    const { family } = await wholeFamily();
    process.kill(-Number(begun.pid), 'SIGINT');
    await allGone(family);
  });

  it('leaves no process behind when the launcher is killed', async () => {
    const { status, family } = await wholeFamily();
    process.kill(status.launcherPid, 'SIGKILL');
    await allGone(family);
  });
});
