/** Opus says in two bits of a packet's first byte how many frames it has; 0 is one. */
const FRAME_COUNT = 3;
/** Lengths from here on take a second byte. */
const LONG_FROM = 252;

/**
 * Two mono packets of the same 20 ms as one packet of a stream with two voices: the first delimits itself (RFC 6716, appendix B). As a
 * stereo stream each would be heard faintly on the other's side.
 */
export function twoVoices(left: Uint8Array, right: Uint8Array): Uint8Array {
  const [head = 0] = left;
  if ((head & FRAME_COUNT) !== 0) throw new RangeError('Only packets of one frame can be joined.');
  const length = lengthOf(left.length - 1);
  return Uint8Array.from([head, ...length, ...left.subarray(1), ...right]);
}

function lengthOf(bytes: number): number[] {
  if (bytes < LONG_FROM) return [bytes];
  const first = LONG_FROM + (bytes & 3);
  return [first, (bytes - first) >> 2];
}
