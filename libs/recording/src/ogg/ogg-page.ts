/** CRC-32 as Ogg wants it: 0x04c11db7, most significant bit first, from 0. */
const POLYNOMIAL = 0x04c1_1db7;
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let crc = index << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000_0000 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
  return crc >>> 0;
});

const CRC_AT = 22;
const HEADER_BYTES = 27;
/** Of a page; each stands for up to 255 bytes. */
export const MAX_LACES = 255;
const BEGINS = 2;
const ENDS = 4;

export interface OggPage {
  serial: number;
  /** 0 for the first of a stream, and one more for each. */
  sequence: number;
  /** Samples at 48 kHz up to the end of the page's last packet. */
  granule: number;
  packets: readonly Uint8Array[];
  /** The first or the last of the stream. */
  edge?: 'begins' | 'ends';
}

/** A page of an Ogg stream (RFC 3533, section 6) with whole packets. */
export function oggPage({ serial, sequence, granule, packets, edge }: OggPage): Buffer {
  const laces = packets.flatMap(lacesOf);
  if (laces.length > MAX_LACES) throw new RangeError(`An Ogg page has no room for ${laces.length} laces.`);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('OggS', 'latin1');
  header.writeUInt8(edge === 'begins' ? BEGINS : edge === 'ends' ? ENDS : 0, 5);
  header.writeBigUInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(serial, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(laces.length, 26);
  const page = Buffer.concat([header, Uint8Array.from(laces), ...packets]);
  page.writeUInt32LE(oggChecksum(page), CRC_AT);
  return page;
}

/** Of a page, whatever its checksum field holds. */
export function oggChecksum(page: Uint8Array): number {
  let crc = 0;
  for (const [at, byte] of page.entries()) {
    const value = at >= CRC_AT && at < CRC_AT + 4 ? 0 : byte;
    crc = ((crc << 8) ^ (CRC_TABLE[(crc >>> 24) ^ value] ?? 0)) >>> 0;
  }
  return crc;
}

/** How many laces a packet takes: a last one below 255 ends it. */
export function laceCount({ length }: Uint8Array): number {
  return Math.floor(length / 255) + 1;
}

function lacesOf(packet: Uint8Array): number[] {
  const laces = new Array<number>(laceCount(packet)).fill(255);
  laces[laces.length - 1] = packet.length % 255;
  return laces;
}
