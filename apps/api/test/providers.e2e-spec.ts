import { PIPELINE_KEYS, startApi } from './api-under-test.js';
import type { ApiUnderTest } from './api-under-test.js';
import { aText } from './matchers.js';
import { send } from './requests.js';

describe('GET /api/providers', () => {
  let api: ApiUnderTest;
  afterEach(() => api.close());

  const list = async () => {
    const { status, text, body } = await send('GET', `${api.url}/api/providers`);
    return { status, text, items: body.items as Record<string, unknown>[] };
  };

  it('says of everybody what they do, whether they can, and with which model', async () => {
    api = await startApi({ ...PIPELINE_KEYS, GROK_MODEL: 'grok-of-ours' });
    const { status, text, items } = await list();
    expect(status).toBe(200);
    expect(
      items.map(({ kind, vendor, state }) => `${String(kind)} ${String(vendor)} ${String(state)}`),
    ).toEqual([
      'stt deepgram real',
      'stt assemblyai off',
      'stt openai real',
      'llm openai real',
      'llm grok off',
      'tts cartesia real',
      'tts openai real',
      'tts elevenlabs off',
      'realtime openai real',
      'realtime xai off',
    ]);
    expect(items[0]).toMatchObject({
      variable: 'DEEPGRAM_API_KEY',
      models: [{ name: 'nova-3', notice: null }],
    });
    expect(items[4]).toMatchObject({ models: [{ name: 'grok-of-ours' }] });
    expect(items[8]).toMatchObject({
      models: [{ name: 'gpt-realtime', notice: { stopsOn: aText, successor: aText, source: aText } }],
    });
    expect(text).not.toContain('of-nobody');
  });

  it('says whom the sandbox plays', async () => {
    api = await startApi({ OPENAI_API_KEY: '', SANDBOX_URL: 'http://127.0.0.1:3053' });
    const { items } = await list();
    expect(new Set(items.map(({ state }) => state))).toEqual(new Set(['simulated']));
  });
});
