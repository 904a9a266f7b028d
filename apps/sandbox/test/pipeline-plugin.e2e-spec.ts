import type { PluginPipeline } from '../testing/plugin-pipeline.js';
import { runPlugin } from '../testing/plugin-program.js';
import { SandboxUnderTest } from '../testing/sandbox-under-test.js';

const PATIENCE_MS = 90_000;
const QUESTION = 'please find me a package to goa';

describe("LiveKit's plugin for OpenAI in a pipeline", () => {
  let sandbox: SandboxUnderTest;

  beforeAll(async () => {
    sandbox = await SandboxUnderTest.start();
  });
  afterAll(() => sandbox.stop());

  it(
    'thinks with three vendors, speaks, and hears',
    async () => {
      const { models, spokenMs, heardWhole, heardLive } = (await runPlugin(sandbox, 'plugin-pipeline.ts', {
        url: sandbox.url,
        sentences: [QUESTION],
        timeoutMs: PATIENCE_MS - 5_000,
      })) as PluginPipeline;
      expect(Object.keys(models)).toEqual([
        'openai',
        'responses',
        'responses on a socket',
        'xai',
        'openrouter',
      ]);
      for (const { call, answer, promptTokens } of Object.values(models)) {
        expect(call).toEqual({ name: 'find_packages', args: JSON.stringify({ destination: 'Goa' }) });
        expect(answer).toContain('Goa Beach');
        expect(promptTokens).toBeGreaterThan(0);
      }
      expect(spokenMs).toBeGreaterThan(800);
      expect(heardWhole).toBe(QUESTION);
      expect(heardLive.text).toBe(QUESTION);
      expect(heardLive.interims).toBeGreaterThan(0);
    },
    PATIENCE_MS,
  );
});
