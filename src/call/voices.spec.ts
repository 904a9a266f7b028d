import { FRAME_SAMPLES } from './sound.ts';
import { Voices } from './voices.ts';

const VOICE = new Int16Array(FRAME_SAMPLES).fill(1_000);
const SILENCE = new Int16Array(FRAME_SAMPLES);

describe(Voices.name, () => {
  const voices = new Voices();

  it('knows nobody', () => expect(voices.atOnce).toEqual([]));

  it('hears two after each other, and two of whom one is silent', () => {
    const [one, other] = [voices.track('one'), voices.track('other')];
    for (let ms = 1_000; ms < 1_200; ms += 10) one.take(VOICE, ms + 10);
    for (let ms = 1_000; ms < 1_200; ms += 10) other.take(SILENCE, ms + 10);
    for (let ms = 1_200; ms < 1_400; ms += 10) other.take(VOICE, ms + 10);
    expect(voices.atOnce).toEqual([]);
  });

  it('lays frames that come in a burst one after another', () => {
    const [one, other] = [voices.track('one'), voices.track('other')];
    for (let frame = 0; frame < 6; frame++) one.take(VOICE, 2_010);
    other.take(VOICE, 2_100);
    expect(voices.atOnce).toEqual([]);
  });

  it('counts the time in which two speak', () => {
    const [one, other] = [voices.track('one'), voices.track('other')];
    for (let ms = 3_000; ms < 3_200; ms += 10) one.take(VOICE, ms + 10);
    for (let ms = 3_100; ms < 3_300; ms += 10) other.take(VOICE, ms + 10);
    const both = [3_100, 3_120, 3_140, 3_160, 3_180].map((atMs) => ({ atMs, identities: ['one', 'other'] }));
    expect(voices.atOnce).toEqual(both);
  });
});
