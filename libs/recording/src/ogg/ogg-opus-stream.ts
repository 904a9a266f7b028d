import { laceCount, MAX_LACES, oggPage } from './ogg-page.js';

/** Ogg counts Opus in samples of 48 kHz, whatever rate it was made from. */
const GRANULES_PER_MS = 48;
const PACKET_MS = 20;
/** A second: little is lost with a page, and its header is small beside it. */
const PACKETS_PER_PAGE = 50;

const LEFT_AND_RIGHT = 2;
/** Channel mapping family 1 of RFC 7845: two channels, left and right, here of two mono streams. */
const FAMILY = 1;

/** The pages of one Ogg Opus stream (RFC 7845): two voices, left and right, in packets of 20 ms. What was made of it so far is always a whole stream. */
export class OggOpusStream {
  private sequence = 0;
  private packets: Uint8Array[] = [];
  private laces = 0;
  private packetCount = 0;

  constructor(
    private readonly serial: number,
    /** Samples at 48 kHz that a decoder drops from the beginning: what the encoder looks ahead. */
    private readonly preSkip: number,
  ) {}

  /** What every stream begins with. */
  head(): Buffer {
    return Buffer.concat([this.page([opusHead(this.preSkip)], 0, 'begins'), this.page([opusTags()], 0)]);
  }

  /** The page that this packet finds full: what is added last waits, so that there is always something for the last page. */
  add(packet: Uint8Array): Buffer {
    const laces = laceCount(packet);
    const isFull = this.packets.length === PACKETS_PER_PAGE || this.laces + laces > MAX_LACES;
    const full = isFull ? this.flush() : Buffer.alloc(0);
    this.packets.push(packet);
    this.laces += laces;
    this.packetCount += 1;
    return full;
  }

  /** What has no page yet. */
  flush(): Buffer {
    if (this.packets.length === 0) return Buffer.alloc(0);
    return this.page(this.taken(), this.packetCount * PACKET_MS * GRANULES_PER_MS);
  }

  /** The last page, which says how much of the last packet is sound. */
  end(durationMs: number): Buffer {
    const granule = Math.min(
      this.preSkip + Math.round(durationMs * GRANULES_PER_MS),
      this.packetCount * PACKET_MS * GRANULES_PER_MS,
    );
    return this.page(this.taken(), granule, 'ends');
  }

  private taken(): Uint8Array[] {
    const { packets } = this;
    this.packets = [];
    this.laces = 0;
    return packets;
  }

  private page(packets: readonly Uint8Array[], granule: number, edge?: 'begins' | 'ends'): Buffer {
    const { serial } = this;
    return oggPage({ serial, sequence: this.sequence++, granule, packets, ...(edge && { edge }) });
  }
}

function opusHead(preSkip: number): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 'latin1');
  head.writeUInt8(1, 8); // version
  head.writeUInt8(LEFT_AND_RIGHT, 9);
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(48_000, 12);
  head.writeInt16LE(0, 16); // gain
  head.writeUInt8(FAMILY, 18);
  // Two streams, none of them of two channels; the left channel is the first.
  return Buffer.concat([head, Uint8Array.of(2, 0, 0, 1)]);
}

function opusTags(): Buffer {
  const vendor = Buffer.from('libopus');
  const comment = Buffer.from('ENCODER=Parley');
  const length = (bytes: number) => {
    const field = Buffer.alloc(4);
    field.writeUInt32LE(bytes);
    return field;
  };
  return Buffer.concat([
    Buffer.from('OpusTags'),
    ...[length(vendor.length), vendor],
    ...[length(1), length(comment.length), comment],
  ]);
}
