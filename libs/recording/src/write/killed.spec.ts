import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { hear, heardSpans } from '../../testing/read-ogg.js';
import { RecorderThread } from './recorder-thread.js';
import { SEGMENT_MS } from './recording-writer.js';
import type { WriterNews } from './writer-desk.js';

const HOOKS = new URL('../../../store/testing/typescript.hooks.mjs', import.meta.url).href;
const PROCESS = fileURLToPath(new URL('../../testing/recorder.process.ts', import.meta.url));
const FROM_SOURCE = ['--conditions=source', '--import', HOOKS];

describe('a recording', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-recording-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const segments = () =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.ogg'))
      .sort();

  it('of a process that was killed has all segments but the one that was open, and they are heard', async () => {
    const recorder = spawn(process.execPath, [...FROM_SOURCE, PROCESS, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH },
    });
    const exited = once(recorder, 'exit');
    for await (const name of createInterface({ input: recorder.stdout })) {
      if (name === '000003.ogg') break;
    }
    recorder.kill('SIGKILL');
    await exited;
    const whole = segments();
    expect(whole.length).toBeGreaterThanOrEqual(3);
    const { left, right, durationMs } = await hear(
      Buffer.concat(whole.map((name) => readFileSync(join(folder, name)))),
    );
    // What the encoder looked ahead for went with the process.
    expect(durationMs).toBeGreaterThan(whole.length * SEGMENT_MS - 20);
    expect(heardSpans(left)).toHaveLength(1);
    expect(heardSpans(right)).toHaveLength(1);
  }, 60_000);

  it('is written in a thread, which says what becomes of it', async () => {
    const thread = new RecorderThread(FROM_SOURCE);
    const news: WriterNews[] = [];
    const ended = new Promise<void>((resolve) => {
      const options = { folder, rates: { person: 16_000, agent: 24_000 } } as const;
      thread.open({ id: 'r', do: 'open', options }, (told) => {
        news.push(told);
        if (told.type === 'ended') resolve();
      });
    });
    const samples = new Int16Array(16_000).fill(1_000);
    const sound = { side: 'person', atMs: 0, samples, rate: 16_000 } as const;
    thread.order({ id: 'r', do: 'feed', sounds: [sound], settledMs: 500 });
    thread.order({ id: 'r', do: 'end', sounds: [], atMs: 1_000 });
    await ended;
    await thread.close();
    expect(news.map(({ type }) => type)).toEqual(['fed', 'segment', 'ended']);
    expect(segments()).toEqual(['000001.ogg']);
  }, 60_000);
});
