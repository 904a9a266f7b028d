import { destination } from 'pino';
import type { DestinationStream } from 'pino';

/** More than this is written at once, however long the turn. */
const MOST_HELD = 64 * 1_024;

export type LineWriter = DestinationStream & {
  /** Writes what is held. Pino calls it after what is fatal. */
  flushSync: () => void;
};

/** The lines of one turn of the event loop are written together: under load a request costs a fraction of a write. */
export function lineWriter(output: DestinationStream): LineWriter {
  let held = '';
  const flushSync = () => {
    const lines = held;
    held = '';
    if (lines) output.write(lines);
  };
  return {
    write: (line) => {
      if (held === '') setImmediate(flushSync);
      held += line;
      if (held.length > MOST_HELD) flushSync();
    },
    flushSync,
  };
}

let ofThisProcess: LineWriter | undefined;

/** A process that ends by itself has written everything; one that is killed loses what it said in its last turn. */
export function standardOutput(): LineWriter {
  if (ofThisProcess) return ofThisProcess;
  ofThisProcess = lineWriter(destination({ dest: process.stdout.fd, sync: true }));
  process.on('exit', ofThisProcess.flushSync);
  return ofThisProcess;
}
