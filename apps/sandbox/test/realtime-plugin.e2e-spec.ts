import { runPlugin } from '../testing/plugin-program.js';
import type { PluginTalk } from '../testing/plugin-talk.js';
import type { PluginXaiTalk } from '../testing/plugin-xai-talk.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';

const PATIENCE_MS = 90_000;
const timeoutMs = PATIENCE_MS - 5_000;
const QUESTION = 'please find me a package to goa';

describe("LiveKit's realtime plugins", () => {
  let sandbox: SandboxUnderTest;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterAll(() => sandbox.stop());

  it(
    'talk with OpenAI in the sandbox: greeting, turn, tool, answer, barge-in',
    async () => {
      const talk = (await runPlugin(sandbox, 'plugin-talk.ts', {
        url: `${sandbox.url}/openai/v1`,
        sentences: [QUESTION, 'no thank you'],
        timeoutMs,
      })) as PluginTalk;
      expect(talk.greeting.text).toBe('Good day. Where to?');
      expect(talk.greeting.audioMs).toBeGreaterThan(800);
      expect(talk.transcript).toBe(QUESTION);
      expect(talk.call).toEqual({ name: 'find_packages', args: JSON.stringify({ query: 'Goa' }) });
      expect(talk.answer.text).toContain('no packages');
      expect(talk.answer.audioMs).toBeGreaterThan(800);
      expect(talk.interrupted).toEqual({ status: 'cancelled', reason: 'turn_detected' });
    },
    PATIENCE_MS,
  );

  it(
    'talk with xAI in the sandbox: greeting, turn, tool, answer',
    async () => {
      const talk = (await runPlugin(sandbox, 'plugin-xai-talk.ts', {
        url: `${sandbox.url}/xai/v1`,
        sentences: [QUESTION],
        timeoutMs,
      })) as PluginXaiTalk;
      expect(talk.greeting).toBe('Good day. Where to?');
      // The plugin takes a person's words for final when the answer to them is heard, not before.
      expect(talk.transcript).toEqual({ text: QUESTION, isFinal: true });
      expect(talk.call).toEqual({ name: 'find_packages', args: JSON.stringify({ destination: 'Goa' }) });
      expect(talk.answer).toContain('Goa Beach');
    },
    PATIENCE_MS,
  );
});
