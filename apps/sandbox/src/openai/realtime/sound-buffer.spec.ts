import { SAMPLES_PER_MS, SoundBuffer, toBase64, toSamples } from './sound-buffer.js';

describe(SoundBuffer.name, () => {
  const ramp = (fromMs: number, ms: number) =>
    Int16Array.from({ length: ms * SAMPLES_PER_MS }, (_, i) => Math.floor(fromMs + i / SAMPLES_PER_MS));

  it('reads across the pieces that were written', () => {
    const sound = new SoundBuffer();
    sound.write(ramp(0, 30));
    sound.write(ramp(30, 30));
    const read = sound.read(20, 40);
    expect(read).toHaveLength(20 * SAMPLES_PER_MS);
    expect([read[0], read.at(-1)]).toEqual([20, 39]);
  });

  it('keeps its clock when old sound is dropped', () => {
    const sound = new SoundBuffer();
    for (let ms = 0; ms < 100; ms += 10) sound.write(ramp(ms, 10));
    sound.dropBefore(45);
    expect([sound.startMs, sound.endMs]).toEqual([40, 100]);
    expect(sound.read(0, 50)[0]).toBe(40);
    sound.dropBefore(Infinity);
    expect(sound.read(0, 100)).toHaveLength(0);
    expect(sound.endMs).toBe(100);
  });

  it('reads little-endian bytes from any place in memory, and leaves half a sample out', () => {
    const bytes = Buffer.from([9, 1, 0, 2, 0, 7]).subarray(1);
    expect([...toSamples(bytes)]).toEqual([1, 2]);
    expect(toBase64(Int16Array.from([1, -2]).subarray(1))).toBe(Buffer.from([254, 255]).toString('base64'));
  });
});
