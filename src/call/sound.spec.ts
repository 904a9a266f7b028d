import { FRAME_SAMPLES, isVoiced, voicedLength } from './sound.ts';

const tone = (frames: number, peak: number) =>
  Int16Array.from({ length: frames * FRAME_SAMPLES }, (_, i) => peak * Math.sin(i / 5));

describe('the voice in a sound', () => {
  it('is told from the noise of a room', () => {
    expect(isVoiced(tone(1, 2_000))).toBe(true);
    expect(isVoiced(tone(1, 30))).toBe(false);
    expect(isVoiced(new Int16Array(FRAME_SAMPLES))).toBe(false);
  });

  it('ends with its last voiced frame', () => {
    const samples = new Int16Array(10 * FRAME_SAMPLES + 7);
    samples.set(tone(4, 2_000), 0);
    expect(voicedLength(samples)).toBe(4 * FRAME_SAMPLES);
    expect(voicedLength(new Int16Array(3 * FRAME_SAMPLES))).toBe(0);
  });

  it('may last to the very end of an odd length', () => {
    const samples = tone(3, 2_000).subarray(0, 2 * FRAME_SAMPLES + 50);
    expect(voicedLength(samples)).toBe(samples.length);
  });
});
