import { randomFillSync } from 'node:crypto';

const ID_BYTES = 16;
/** Drawn for many at once: a draw costs the same for sixteen bytes and for thousands. */
const pool = Buffer.alloc(256 * ID_BYTES);
let used = pool.length;

let lastMs = 0;
let sequence = 0;

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds, then a 12-bit counter that keeps ids of one process in the order they were made
 * (the built-in `crypto.randomUUIDv7` is random within a millisecond), then 62 random bits.
 */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes();
  if (now > lastMs) {
    lastMs = now;
    sequence = bytes.readUInt16BE(6) & 0x3ff; // leaves room to count upwards
  } else if (++sequence > 0xfff) {
    lastMs += 1; // ahead of the clock by a millisecond rather than out of order
    sequence = 0;
  }
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | sequence, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Each byte is given out once; what is written over it is gone with the id. */
function randomBytes(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.subarray(used, (used += ID_BYTES));
}
