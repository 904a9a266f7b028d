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
  let pieces = 0;
  let mostPieces = Infinity;

  response.write = (chunk: unknown) => {
    pieces += 1;
    // Asked now and not before: an answer that is not streamed must not use up what is meant for one that is.
    if (pieces === 1) mostPieces = faults.takeDrop('stream')?.afterDeltas ?? Infinity;
    if (stalls && pieces > PIECES_BEFORE_STALL) return true;
    const taken = write(breaks && pieces === BROKEN_PIECE ? broken(chunk) : chunk);
    if (pieces >= mostPieces) response.socket?.destroy();
    return taken;
  };
  if (!stalls && !breaks) return;
  response.end = (chunk?: unknown) => {
    if (stalls) {
      // The first half of the body is sent; the client waits for the length the header promised.
      if (isText(chunk)) write(chunk.slice(0, chunk.length >> 1));
      return response;
    }
    return isText(chunk) ? end(pieces === 0 ? broken(chunk) : chunk) : end();
  };
}

/** As long as it was, so that lengths that were promised stay true. */
function broken(chunk: unknown): Buffer {
  const bytes = Buffer.from(isText(chunk) ? chunk : '');
  return bytes.fill(NOISE, bytes.length >> 1);
}

function isText(chunk: unknown): chunk is string | Buffer {
  return typeof chunk === 'string' || Buffer.isBuffer(chunk);
}
