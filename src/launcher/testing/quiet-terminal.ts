import { Writable } from 'node:stream';
import { Terminal } from '../terminal.ts';

/** A terminal that keeps what it was told. */
export function quietTerminal(): { terminal: Terminal; said: () => string } {
  let text = '';
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { terminal: new Terminal(Object.assign(out, { isTTY: false, columns: 80 })), said: () => text };
}
