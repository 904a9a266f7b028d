import { jest } from '@jest/globals';
import { fakeDeepgram } from '../../testing/fake-deepgram.js';
import type { FakeVendor } from '../../testing/fake-vendor.js';
import { quiet } from '../../testing/word-sound.js';
import { DeepgramTranscriber } from './deepgram-transcriber.js';

const IGNORED = { interim: () => undefined, final: () => undefined, failed: () => undefined };

describe(DeepgramTranscriber.name, () => {
  const talk = new AbortController();
  let vendor: FakeVendor;
  let baseUrl: string;

  beforeEach(async () => {
    vendor = fakeDeepgram();
    baseUrl = await vendor.start();
  });
  afterEach(async () => {
    jest.useRealTimers();
    await vendor.stop();
  });

  const open = (language: string | undefined, model?: string) =>
    new DeepgramTranscriber({ access: { apiKey: 'secret', baseUrl, simulated: true }, model }).open(
      { language },
      IGNORED,
      talk.signal,
    );
  const query = () => Object.fromEntries(new URL(vendor.requests.at(-1)?.url ?? '', baseUrl).searchParams);

  it('asks for early finals of formatted text', async () => {
    await open('en-US');
    expect(vendor.requests[0]?.url).toMatch('/v1/listen?');
    expect(vendor.requests[0]?.headers.authorization).toBe('Token secret');
    expect(query()).toEqual({
      model: 'nova-3',
      language: 'en-US',
      encoding: 'linear16',
      sample_rate: '16000',
      channels: '1',
      interim_results: 'true',
      punctuate: 'true',
      smart_format: 'true',
      endpointing: '100',
    });
  });

  it.each([
    [undefined, 'nova-3', 'multi'],
    [undefined, 'enhanced', undefined],
    ['de-DE', 'nova-3', 'de'],
    ['pt-BR', 'nova-3', 'pt-BR'],
    ['fi', 'nova-3', 'fi'],
  ])('takes the language %s with %s for %s', async (language, model, wanted) => {
    await open(language, model);
    expect(query()['language']).toBe(wanted);
  });

  it('sends sound as it comes', async () => {
    const stream = await open('en');
    stream.write(quiet(20));
    stream.write(new Int16Array(0));
    stream.write(quiet(10));
    await vendor.until(() => vendor.heardMs === 30);
    expect(vendor.binaryMessages.map((message) => message.length)).toEqual([640, 320]);
  });

  it('keeps a line alive on which nothing is said', async () => {
    jest.useFakeTimers({
      doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'hrtime'],
    });
    const stream = await open('en');
    stream.write(quiet(20));
    await jest.advanceTimersByTimeAsync(4_000);
    expect(vendor.said).toEqual([]);
    jest.advanceTimersByTime(4_000);
    await vendor.until(() => vendor.said.length > 0);
    expect(vendor.said).toEqual([{ type: 'KeepAlive' }]);
    stream.close();
    await vendor.until(() => vendor.lines.size === 0);
    await jest.advanceTimersByTimeAsync(4_000);
    expect(vendor.said.map(({ type }) => type)).toEqual(['KeepAlive', 'CloseStream']);
    expect(jest.getTimerCount()).toBe(0);
  });
});
