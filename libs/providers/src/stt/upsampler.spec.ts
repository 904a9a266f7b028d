import * as fc from 'fast-check';
import { Upsampler } from './upsampler.js';

function joined(parts: Int16Array[]): number[] {
  return parts.flatMap((part) => [...part]);
}

describe(Upsampler.name, () => {
  it('makes three samples of two, on lines between them', () => {
    expect([...new Upsampler().upsample(Int16Array.of(0, 300, 600, 0, 3))]).toEqual([
      0, 200, 400, 600, 200, 1,
    ]);
  });

  it('has no seams, in whatever pieces sound comes', () => {
    fc.assert(
      fc.property(fc.array(fc.int16Array({ maxLength: 50 }), { maxLength: 10 }), (parts) => {
        const pieced = new Upsampler();
        const whole = new Upsampler().upsample(Int16Array.from(joined(parts)));
        expect(joined(parts.map((part) => pieced.upsample(part)))).toEqual([...whole]);
      }),
    );
  });

  it('keeps the time', () => {
    const upsampler = new Upsampler();
    let samples = 0;
    for (let i = 0; i < 500; i++) samples += upsampler.upsample(new Int16Array(320)).length;
    expect(Math.abs(samples - 240_000)).toBeLessThanOrEqual(3);
  });

  it('keeps within the range of a sample', () => {
    const loud = Int16Array.of(32_767, -32_768, 32_767, -32_768, 32_767);
    expect([...new Upsampler().upsample(loud)].every((sample) => Math.abs(sample) <= 32_768)).toBe(true);
  });
});
