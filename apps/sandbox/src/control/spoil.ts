import type { Response } from 'express';
import type { Faults } from './faults.js';

/** Of a streamed answer: enough that it has begun. */
const PIECES_BEFORE_STALL = 2;
const BROKEN_PIECE = 2;
const NOISE = '#';

/** Lets an answer's body go wrong as was asked for: its rest never comes, it has a broken piece, or it is cut after so many pieces. */
export function spoil(response: Response, faults: Faults): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const stalls = faults.takeStall('stream');
  const breaks = faults.takeGarbage();
  let cutAfter = Infinity;
  let pieces = 0;

  response.write = (chunk: unknown) => {
    // Asked now and not before: an answer that is not streamed must not use up what is meant for one that is.
    if (pieces === 0) cutAfter = Math.max(1, faults.takeDrop('stream')?.afterDeltas ?? Infinity);
    pieces += 1;
    if (pieces > (stalls ? PIECES_BEFORE_STALL : cutAfter)) return true;
    const piece = breaks && pieces === BROKEN_PIECE ? broken(chunk) : chunk;
    // What was written before the cut is still to arrive.
    return pieces === cutAfter ? write(piece, () => response.socket?.destroy()) : write(piece);
  };
  if (stalls) {
    response.end = (chunk?: unknown) => {
      // The first half of the body is sent; the client waits for the length the header promised.
      if (isBody(chunk)) write(chunk.slice(0, chunk.length >> 1));
      return response;
    };
  } else {
    response.end = (chunk?: unknown) => {
      if (pieces >= cutAfter) return response;
      return end(breaks && pieces === 0 ? broken(chunk) : chunk);
    };
  }
}

/** As long as it was, so that lengths that were promised stay true. */
function broken(chunk: unknown): Buffer {
  const bytes = Buffer.from(isBody(chunk) ? chunk : '');
  return bytes.fill(NOISE, bytes.length >> 1);
}

function isBody(chunk: unknown): chunk is string | Uint8Array {
  return typeof chunk === 'string' || chunk instanceof Uint8Array;
}
