import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Voice } from '../src/speech/voice.js';
import type { PluginTalk } from '../testing/plugin-talk.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { spoken } from '../testing/speech.js';

const PATIENCE_MS = 90_000;
const run = promisify(execFile);

describe("LiveKit's plugin for OpenAI Realtime", () => {
  let sandbox: SandboxUnderTest;
  let folder: string;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    folder = await mkdtemp(join(tmpdir(), 'plugin-talk-'));
  });
  afterAll(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true });
  });

  const recorded = async (name: string, text: string) => {
    const { buffer } = await spoken(sandbox.app.get(Voice), text);
    const file = join(folder, name);
    await writeFile(file, new Uint8Array(buffer));
    return file;
  };

  it(
    'talks with the sandbox: greeting, turn, tool, answer, barge-in',
    async () => {
      const question = await recorded('question', 'please find me a package to goa');
      const interruption = await recorded('interruption', 'no thank you');
      const program = join(import.meta.dirname, '../testing/plugin-talk.ts');
      const { stdout } = await run(
        process.execPath,
        [program, `${sandbox.url}/openai/v1`, question, interruption],
        {
          timeout: PATIENCE_MS - 5_000,
        },
      );
      const talk = JSON.parse(stdout) as PluginTalk;
      expect(talk.greeting.text).toBe('Good day. Where to?');
      expect(talk.greeting.audioMs).toBeGreaterThan(800);
      expect(talk.transcript).toBe('please find me a package to goa');
      expect(talk.call).toEqual({ name: 'find_packages', args: JSON.stringify({ query: 'Goa' }) });
      expect(talk.answer.text).toContain('no packages');
      expect(talk.answer.audioMs).toBeGreaterThan(800);
      expect(talk.interrupted).toEqual({ status: 'cancelled', reason: 'turn_detected' });
    },
    PATIENCE_MS,
  );
});
