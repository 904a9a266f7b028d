import { SoundMeter } from './sound-meter.js';

const RATE = 16_000;

/** 10 ms of a 200 Hz tone that would be so high, and is cut off where 16 bits end. */
function tone(amplitude: number): Int16Array {
  return Int16Array.from({ length: RATE / 100 }, (_, at) =>
    Math.max(-32_768, Math.min(32_767, amplitude * Math.sin((2 * Math.PI * 200 * at) / RATE))),
  );
}

describe(SoundMeter.name, () => {
  const meter = new SoundMeter();
  const feed = (frames: number, amplitude: number) => {
    const frame = tone(amplitude);
    for (let count = 0; count < frames; count += 1) meter.feed(frame, RATE, count * 10);
  };
  afterEach(() => meter.take());

  it('measures the level of speech alone, and tells silence and speech apart', () => {
    feed(100, 0);
    feed(50, 8_000);
    const { receivedS, speechS, levelDbfs, clippedShare, peak } = meter.take();
    expect(receivedS).toBeCloseTo(1.5);
    expect(speechS).toBeCloseTo(0.5);
    // A sine is 3 dB below its peak, which is 12.2 dB below full scale.
    expect(levelDbfs).toBeCloseTo(20 * Math.log10(8_000 / 32_768) - 3.01, 1);
    expect(clippedShare).toBe(0);
    expect(peak).toBe(8_000);
  });

  it('knows no level where nobody speaks', () => {
    feed(100, 1);
    expect(meter.take()).toMatchObject({
      receivedS: expect.closeTo(1) as number,
      speechS: 0,
      levelDbfs: null,
    });
  });

  it('counts what is cut off at full scale', () => {
    feed(10, 32_000);
    expect(meter.take().clippedShare).toBe(0);
    feed(10, 65_536);
    // Of a sine of twice the height two thirds of the time.
    expect(meter.take().clippedShare).toBeCloseTo(2 / 3, 1);
  });

  it('begins anew after each take', () => {
    feed(10, 8_000);
    meter.take();
    expect(meter.take()).toEqual({ receivedS: 0, speechS: 0, levelDbfs: null, clippedShare: 0, peak: 0 });
  });
});
