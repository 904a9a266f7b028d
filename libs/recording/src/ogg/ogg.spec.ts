import { readPages } from '../../testing/read-ogg.js';
import { OggOpusStream } from './ogg-opus-stream.js';
import { oggChecksum, oggPage } from './ogg-page.js';
import { twoVoices } from './two-voices.js';

describe(oggPage.name, () => {
  it('has the checksum of cksum(1), without its length and its last inversion', () => {
    expect(oggChecksum(Buffer.from('123456789'))).toBe(0x89a1_897f);
  });

  it('tells packets of any length apart', () => {
    const packets = [0, 1, 254, 255, 256, 510, 600].map((length) => new Uint8Array(length).fill(7));
    const [page] = readPages(oggPage({ serial: 1, sequence: 0, granule: 2 ** 40, packets }));
    expect(page?.packets.map(({ length }) => length)).toEqual(packets.map(({ length }) => length));
    expect(page?.granule).toBe(2 ** 40);
  });

  it('refuses more than fits', () => {
    const packets = new Array<Uint8Array>(256).fill(new Uint8Array(1));
    expect(() => oggPage({ serial: 1, sequence: 0, granule: 0, packets })).toThrow(RangeError);
  });
});

describe(OggOpusStream.name, () => {
  it('counts samples of 48 kHz, and says with its end how many of them are sound', () => {
    const stream = new OggOpusStream(9, 312);
    const head = stream.head();
    const packets = Array.from({ length: 61 }, () => stream.add(new Uint8Array(80)));
    const pages = readPages(Buffer.concat([head, ...packets, stream.end(1_205)]));
    expect(pages.map(({ granule }) => granule)).toEqual([0, 0, 48_000, 312 + 1_205 * 48]);
    expect(Buffer.from(pages[0]?.packets[0] ?? []).toString('latin1', 0, 8)).toBe('OpusHead');
    expect(Buffer.from(pages[1]?.packets[0] ?? []).toString('latin1', 0, 8)).toBe('OpusTags');
  });

  it('begins another page before one is too full', () => {
    const stream = new OggOpusStream(9, 312);
    const head = stream.head();
    const packets = Array.from({ length: 50 }, () => stream.add(new Uint8Array(2_000)));
    const pages = readPages(Buffer.concat([head, ...packets, stream.end(1_000)]));
    expect(pages.slice(2).map((page) => page.packets.length)).toEqual([31, 19]);
  });
});

describe(twoVoices.name, () => {
  it('writes the length of the first into it, in one byte or two', () => {
    const right = Uint8Array.of(9, 9);
    expect([...twoVoices(Uint8Array.of(8, 1, 2, 3), right)]).toEqual([8, 3, 1, 2, 3, 9, 9]);
    const long = new Uint8Array(1 + 300).fill(5).fill(8, 0, 1);
    expect([...twoVoices(long, right).subarray(0, 4)]).toEqual([8, 252, 12, 5]);
  });

  it('refuses packets of several frames', () => {
    expect(() => twoVoices(Uint8Array.of(3), Uint8Array.of(8))).toThrow(RangeError);
  });
});
