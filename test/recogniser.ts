import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { resample } from '../apps/sandbox/src/speech/flite.ts';
import { readWav, writeWav } from '../src/call/wav.ts';

const run = promisify(execFile);
/** What it reads at least of words that are right: two thirds of a synthetic voice at best. */
export const LEAST_READ = 0.5;

const RECOGNISER = 'pocketsphinx_continuous';
const TIMEOUT_MS = 240_000;
/** Of the speech its model was made from. */
const MODEL_RATE = 16_000;

export type Side = 'caller' | 'agent';

/** What a general recogniser, which knows nothing of the dialogue's grammar, reads out of one side of a recording. */
export async function recognise(file: string, side: Side): Promise<string> {
  const { sampleRate, channels } = readWav(await readFile(file));
  const samples = channels[side === 'caller' ? 0 : 1];
  if (!samples) throw new Error(`${file} has no ${side} in it.`);
  const folder = await mkdtemp(join(tmpdir(), 'parley-recogniser-'));
  try {
    const mono = join(folder, 'mono.wav');
    const channel = resample(samples, sampleRate, MODEL_RATE);
    await writeFile(mono, writeWav({ sampleRate: MODEL_RATE, channels: [channel] }));
    const args = ['-infile', mono, '-logfn', join(folder, 'log')];
    const { stdout } = await run(RECOGNISER, args, { timeout: TIMEOUT_MS });
    return stdout.trim().replaceAll('\n', ' ');
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The share of the spoken words that were read, in their order: 1 when all of them were. */
export function wordOverlap(spoken: string, read: string): number {
  const wanted = words(spoken);
  const found = words(read);
  let row = new Array<number>(found.length + 1).fill(0);
  for (const word of wanted) {
    const next = [0];
    for (const [i, other] of found.entries()) {
      next.push(word === other ? (row[i] ?? 0) + 1 : Math.max(row[i + 1] ?? 0, next[i] ?? 0));
    }
    row = next;
  }
  return wanted.length === 0 ? 0 : (row[found.length] ?? 0) / wanted.length;
}

export function words(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9']+/g) ?? [];
}
