import { encode, SampleReader } from './pcm.js';

describe(SampleReader.name, () => {
  it('reads samples that were cut in the middle', () => {
    const reader = new SampleReader();
    const bytes = encode(Int16Array.from([1, -2, 300, -32_768]), 'pcm_s16le');
    const read = [bytes.subarray(0, 1), bytes.subarray(1, 5), bytes.subarray(5)].map((piece) => [
      ...reader.read(piece),
    ]);
    expect(read).toEqual([[], [1, -2], [300, -32_768]]);
  });
});

describe(encode.name, () => {
  const sound = Int16Array.from([0, 1_000, -1_000, 32_767, -32_768]);

  it('writes each encoding as the standards have it', () => {
    expect(encode(sound, 'pcm_s16le').toString('hex')).toBe('0000e80318fcff7f0080');
    expect(encode(sound, 'pcm_mulaw').toString('hex')).toBe('ffce4e8000');
    expect(encode(sound, 'pcm_alaw').toString('hex')).toBe('d5fa7aaa2a');
    expect(encode(sound, 'pcm_f32le').readFloatLE(16)).toBe(-1);
  });
});
