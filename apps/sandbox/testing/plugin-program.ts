import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Voice } from '../src/speech/voice.js';
import type { SandboxUnderTest } from './sandbox-under-test.js';
import { spoken } from './speech.js';

const run = promisify(execFile);

/** Runs a program beside this file on sentences that are spoken to it, and reads the object it prints. */
export async function runPlugin(
  sandbox: SandboxUnderTest,
  program: string,
  { url, sentences, timeoutMs }: { url: string; sentences: readonly string[]; timeoutMs: number },
): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'plugin-'));
  try {
    const files = await Promise.all(
      sentences.map(async (sentence, index) => {
        const { buffer } = await spoken(sandbox.app.get(Voice), sentence);
        const file = join(folder, String(index));
        await writeFile(file, new Uint8Array(buffer));
        return file;
      }),
    );
    const path = join(import.meta.dirname, program);
    const { stdout } = await run(process.execPath, [path, url, ...files], { timeout: timeoutMs });
    return JSON.parse(stdout) as unknown;
  } finally {
    await rm(folder, { recursive: true });
  }
}
