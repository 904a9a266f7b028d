import { fakeAssemblyAi } from '../../testing/fake-assemblyai.js';
import { fakeDeepgram } from '../../testing/fake-deepgram.js';
import { fakeOpenAiTranscription } from '../../testing/fake-openai-transcription.js';
import { pieces, spelled, talkSound } from '../../testing/word-sound.js';
import { VendorHealths } from '../failover/vendor-health.js';
import { FailoverTranscriber } from './failover-transcriber.js';
import { TRANSCRIBERS } from './transcribers.js';
import type { SttVendor } from '../vendors/vendor-name.js';

describe(`${FailoverTranscriber.name} over sockets`, () => {
  const vendors = {
    deepgram: fakeDeepgram(),
    assemblyai: fakeAssemblyAi(),
    openai: fakeOpenAiTranscription(),
  };
  const talk = new AbortController();
  afterAll(async () => {
    talk.abort();
    await Promise.all(Object.values(vendors).map((vendor) => vendor.stop()));
  });

  it('brings a talk through three vendors, each with its own way to fail', async () => {
    const words = Array.from({ length: 30 }, (_, word) => word);
    const choice = async (name: SttVendor) => {
      const baseUrl = `${await vendors[name].start()}${name === 'openai' ? '/v1' : ''}`;
      return TRANSCRIBERS[name].create({ apiKey: 'secret', baseUrl, simulated: true }, { model: 'any' });
    };
    vendors.deepgram.meetings.push({ droppedAfterMs: 2_900 }, { refusedWith: '401 Unauthorized' });
    vendors.assemblyai.meetings.push({ refusedWith: '503 Broken' }, 'goodbye');
    vendors.openai.meetings.push({ droppedAfterMs: 1_700 }, 'garbage');
    const switches: string[] = [];
    const transcriber = new FailoverTranscriber({
      choices: await Promise.all((['deepgram', 'assemblyai', 'openai'] as const).map(choice)),
      healths: new VendorHealths(),
      listener: {
        failed: ({ vendor, fault }) => switches.push(`${vendor}: ${fault.message}`),
        switched: ({ from, to }) => switches.push(`${from} to ${to}`),
      },
    });
    const heard: string[] = [];
    const whole = Promise.withResolvers<undefined>();
    const listener = {
      interim: () => undefined,
      final: (text: string) => {
        heard.push(text);
        if (heard.join(' ') === spelled(words)) whole.resolve(undefined);
      },
      failed: whole.reject,
    };
    const stream = await transcriber.open({ language: 'en' }, listener, talk.signal);
    const sound = talkSound(words, (word) => (word % 4 === 3 || word === 29 ? 300 : 40));
    for (const piece of pieces(sound)) stream.write(piece);
    await whole.promise;
    expect(switches.slice(0, 4)).toEqual([
      'deepgram: dropped',
      'assemblyai: unavailable 503',
      'deepgram to openai',
      'openai: dropped',
    ]);
    stream.close();
    await Promise.all(Object.values(vendors).map((vendor) => vendor.until(() => vendor.lines.size === 0)));
  });
});
