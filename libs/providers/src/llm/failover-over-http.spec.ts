import { FakeLanguageModelVendor } from '../../testing/fake-language-model-vendor.js';
import { VendorHealths } from '../failover/vendor-health.js';
import { FailoverLanguageModel } from './failover-language-model.js';
import { GrokLanguageModel } from './grok-language-model.js';
import { OpenAiLanguageModel } from './openai-language-model.js';

const HEDGE_AFTER_MS = 40;

/** Both models over real connections: what the fakes of the unit tests take for granted. */
describe(`${FailoverLanguageModel.name} over HTTP`, () => {
  const [openai, xai] = [new FakeLanguageModelVendor(), new FakeLanguageModelVendor()];
  const [switches, reasons]: string[][] = [[], []];
  let model: FailoverLanguageModel;

  beforeAll(async () => {
    const [here, there] = await Promise.all([openai.start(), xai.start()]);
    const access = (baseUrl: string) => ({ apiKey: 'key', baseUrl, simulated: true });
    model = new FailoverLanguageModel({
      choices: [
        new OpenAiLanguageModel({ model: 'gpt-4o-mini', access: access(here) }),
        new GrokLanguageModel({ model: 'grok-4.7', access: access(there) }),
      ],
      healths: new VendorHealths(),
      hedgeAfterMs: HEDGE_AFTER_MS,
      listener: {
        failed: ({ fault }) => reasons?.push(fault.reason),
        switched: ({ from, to, reason }) => switches?.push(`${from} to ${to}: ${reason}`),
      },
    });
  });
  afterAll(() => Promise.all([openai.stop(), xai.stop()]));

  async function answer(): Promise<string> {
    const question = { messages: [{ role: 'user' as const, content: 'Where to?' }], tools: [] };
    let text = '';
    for await (const piece of model.answer(question, AbortSignal.timeout(5_000)))
      if (piece.type === 'text') text += piece.text;
    return text;
  }

  it('is heard once when the first is cut in the middle', async () => {
    openai.will((stream) => {
      stream.text('There are three', ' hotels');
      setImmediate(() => stream.cut());
    });
    xai.will((stream) => stream.text('three hot', 'els in', ' Rome.').done());
    expect(await answer()).toBe('There are three hotels in Rome.');
    expect([reasons, switches]).toEqual([['dropped'], ['openai to grok: dropped']]);
  });

  it('lets go of one that sends comments and no words', async () => {
    openai.will((stream) => void stream.raw(': PROCESSING\n\n'));
    xai.will((stream) => stream.text('Rome.').done());
    expect(await answer()).toBe('Rome.');
    expect(reasons?.at(-1)).toBe('stalled');
    await openai.seen.at(-1)?.gone;
  });
});
