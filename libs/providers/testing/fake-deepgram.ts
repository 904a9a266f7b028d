import { FakeVendor, samplesOf } from './fake-vendor.js';
import type { LineKind } from './fake-vendor.js';
import { WordEar } from './word-sound.js';

/** Deepgram's `/v1/listen` for talks of `talkSound`. */
const listen: LineKind = (say, url, hangUp) => {
  const language = url.searchParams.get('language');
  const results = (transcript: string, isFinal: boolean, start: number, until: number) =>
    say({
      type: 'Results',
      channel_index: [0, 1],
      start: start / 1_000,
      duration: (until - start) / 1_000,
      is_final: isFinal,
      speech_final: false,
      channel: {
        alternatives: [
          { transcript, confidence: 1, words: [], ...(language === 'multi' && { languages: ['es'] }) },
        ],
      },
      metadata: { request_id: 'fake' },
    });
  const ear = new WordEar(16_000, {
    interim: (text) => results(text, false, 0, ear.heardMs),
    final: (text, from, until) => results(text, true, from, until),
  });
  return {
    begin: () => undefined,
    hear(data, isBinary) {
      if (isBinary) ear.hear(samplesOf(data));
      else if (data.includes('Finalize')) ear.settle();
      else if (data.includes('CloseStream')) hangUp(1000);
      return ear.heardMs;
    },
  };
};

export function fakeDeepgram(): FakeVendor {
  return new FakeVendor(listen);
}
