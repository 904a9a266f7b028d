import { FakeVendor, samplesOf } from './fake-vendor.js';
import type { LineKind } from './fake-vendor.js';
import { WordEar } from './word-sound.js';

/** AssemblyAI's `/v3/ws` for talks of `talkSound`. */
const listen: LineKind = (say, url, hangUp) => {
  let order = 0;
  const turn = (transcript: string, until: number, state: object) =>
    say({
      type: 'Turn',
      turn_order: order,
      turn_is_formatted: false,
      end_of_turn: false,
      end_of_turn_confidence: 0.5,
      transcript,
      words: transcript.split(' ').map((text) => ({ text, start: 0, end: until, word_is_final: true })),
      ...state,
    });
  const ear = new WordEar(16_000, {
    interim: (text) => turn(text, ear.heardMs, {}),
    final: (text, _from, until) => {
      turn(text, until, { end_of_turn: true });
      if (url.searchParams.get('format_turns'))
        turn(text, until, { end_of_turn: true, turn_is_formatted: true });
      order += 1;
    },
  });
  return {
    begin: () => say({ type: 'Begin', id: 'fake', expires_at: 0 }),
    hear(data, isBinary) {
      // The vendor ends a session in which a message is too short or too long.
      if (isBinary && (data.length < 1_600 || data.length > 32_000)) hangUp(3007);
      else if (isBinary) ear.hear(samplesOf(data));
      else if (data.includes('ForceEndpoint')) ear.settle();
      else if (data.includes('Terminate')) hangUp(1000);
      return ear.heardMs;
    },
  };
};

export function fakeAssemblyAi(): FakeVendor {
  return new FakeVendor(listen);
}
