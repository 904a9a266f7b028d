import { readWav, streamedWavHeader } from './wav.js';

describe(readWav.name, () => {
  const file = (samples: readonly number[]) =>
    Buffer.concat([streamedWavHeader(), Buffer.from(Int16Array.from(samples).buffer)]);
  const withFormat = (write: (header: Buffer) => void, samples: readonly number[] = [1, 2]) => {
    const bytes = file(samples);
    write(bytes);
    return bytes;
  };

  it('reads back what a stream of unknown length carried', () => {
    expect([...readWav(file([1, -2, 300]))]).toEqual([1, -2, 300]);
  });

  it('makes one channel of two', () => {
    const stereo = withFormat((header) => header.writeUInt16LE(2, 22), [100, 300, -50, -150]);
    expect([...readWav(stereo)]).toEqual([200, -100]);
  });

  it('brings the sound to its own rate', () => {
    const slow = withFormat(
      (header) => header.writeUInt32LE(8_000, 24),
      Array.from({ length: 80 }, () => 0),
    );
    expect(readWav(slow)).toHaveLength(240);
  });

  it('passes over what is neither format nor sound', () => {
    const note = Buffer.from('LIST\x03\x00\x00\x00abc\x00', 'latin1');
    const bytes = file([7]);
    const noted = Buffer.concat([bytes.subarray(0, 36), note, bytes.subarray(36)]);
    expect([...readWav(noted)]).toEqual([7]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another kind of file', Buffer.from('ID3\x04 and more than twelve bytes')],
    ['no sound', file([]).subarray(0, 36)],
    ['a format that is cut off', file([]).subarray(0, 24)],
    ['eight bits', withFormat((header) => header.writeUInt16LE(8, 34))],
    ['another coding', withFormat((header) => header.writeUInt16LE(7, 20))],
    ['no rate', withFormat((header) => header.writeUInt32LE(0, 24))],
  ])('refuses %s', (_what, bytes) => {
    expect(() => readWav(bytes)).toThrow('Invalid file format');
  });
});
