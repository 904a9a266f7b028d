import { OpusDecoder } from 'opus-decoder';
import { oggChecksum } from '../src/ogg/ogg-page.js';

const RATE = 48_000;

interface Page {
  flags: number;
  granule: number;
  serial: number;
  sequence: number;
  packets: Uint8Array[];
}

/** What somebody hears who plays it; 48 kHz. */
export interface Heard {
  left: Float32Array;
  right: Float32Array;
  durationMs: number;
}

/** The pages of a stream, in order and with good checksums. @throws Error for anything else */
export function readPages(stream: Uint8Array): Page[] {
  const pages: Page[] = [];
  const view = Buffer.from(stream);
  for (let at = 0; at < view.length;) {
    if (view.toString('latin1', at, at + 4) !== 'OggS') throw new Error(`There is no page at ${at}.`);
    const laces = view.subarray(at + 27, at + 27 + view.readUInt8(at + 26));
    let begin = at + 27 + laces.length;
    const end = begin + laces.reduce((sum, lace) => sum + lace, 0);
    const page = view.subarray(at, end);
    if (end > view.length || page.readUInt32LE(22) !== oggChecksum(page))
      throw new Error(`The page at ${at} is broken.`);
    const packets: Uint8Array[] = [];
    let length = 0;
    for (const lace of laces) {
      length += lace;
      if (lace === 255) continue;
      packets.push(view.subarray(begin, begin + length));
      begin += length;
      length = 0;
    }
    const sequence = page.readUInt32LE(18);
    if (sequence !== pages.length) throw new Error(`Page ${sequence} is in the place of ${pages.length}.`);
    pages.push({
      flags: page.readUInt8(5),
      granule: Number(page.readBigUInt64LE(6)),
      serial: page.readUInt32LE(14),
      sequence,
      packets,
    });
    at = end;
  }
  return pages;
}

/** Decodes a recording with another decoder than the one it was made with. */
export async function hear(stream: Uint8Array): Promise<Heard> {
  const [head, , ...pages] = readPages(stream);
  const opusHead = Buffer.from(head?.packets[0] ?? []);
  const preSkip = opusHead.readUInt16LE(10);
  const decoder = new OpusDecoder({
    channels: opusHead.readUInt8(9),
    streamCount: opusHead.readUInt8(19),
    coupledStreamCount: opusHead.readUInt8(20),
    channelMappingTable: [...opusHead.subarray(21)],
    preSkip: 0,
  });
  await decoder.ready;
  const { channelData, errors } = decoder.decodeFrames(pages.flatMap(({ packets }) => packets));
  decoder.free();
  if (errors.length > 0) throw new Error(`It cannot be decoded: ${errors[0]?.message}`);
  const end = pages.at(-1)?.granule ?? preSkip;
  const [left, right] = channelData.map((channel) => channel.slice(preSkip, end));
  if (!left || !right) throw new Error('It has no two sides.');
  return { left, right, durationMs: (left.length / RATE) * 1_000 };
}

/** Where something is heard, in milliseconds; gaps below 30 ms are none. */
export function heardSpans(side: Float32Array, loudness = 0.02): { fromMs: number; toMs: number }[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  const step = RATE / 400;
  for (let at = 0; at + step <= side.length; at += step) {
    const peak = side.subarray(at, at + step).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (peak < loudness) continue;
    const [fromMs, toMs] = [(at / RATE) * 1_000, ((at + step) / RATE) * 1_000];
    const last = spans.at(-1);
    if (last && fromMs - last.toMs < 30) last.toMs = toMs;
    else spans.push({ fromMs, toMs });
  }
  return spans;
}
