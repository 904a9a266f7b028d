import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Voice } from '../src/speech/voice.js';
import type { PluginSpeech } from '../testing/plugin-speech.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';
import { spokenAt } from '../testing/speech.js';

const PATIENCE_MS = 90_000;
const run = promisify(execFile);

describe("LiveKit's plugins for Deepgram, Cartesia and ElevenLabs", () => {
  let sandbox: SandboxUnderTest;
  let folder: string;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
    folder = await mkdtemp(join(tmpdir(), 'plugin-speech-'));
  });
  afterAll(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true });
  });

  it(
    'hear a sentence and say one',
    async () => {
      const { buffer } = await spokenAt(sandbox.app.get(Voice), 'please find me a package to goa', 16_000);
      const speech = join(folder, 'speech');
      await writeFile(speech, new Uint8Array(buffer));
      const program = join(import.meta.dirname, '../testing/plugin-speech.ts');
      const { stdout } = await run(process.execPath, [program, sandbox.url, speech], {
        timeout: PATIENCE_MS - 5_000,
      });
      const { heard, said } = JSON.parse(stdout) as PluginSpeech;
      expect(heard).toMatchObject({ started: true, final: 'Please find me a package to goa.' });
      for (const voice of Object.values(said)) {
        expect(voice.ended).toBe(true);
        expect(voice.audioMs).toBeGreaterThan(1_500);
        expect(voice.audioMs).toBeLessThan(6_000);
      }
    },
    PATIENCE_MS,
  );
});
