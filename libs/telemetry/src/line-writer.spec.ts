import { setImmediate as nextTurn } from 'node:timers/promises';
import { lineWriter } from './line-writer.js';

describe(lineWriter.name, () => {
  let written: string[];
  const writer = () => lineWriter({ write: (lines) => written.push(lines) });
  beforeEach(() => (written = []));

  it('writes the lines of a turn of the event loop together, in their order', async () => {
    const output = writer();
    output.write('one\n');
    output.write('two\n');
    expect(written).toEqual([]);
    await nextTurn();
    output.write('three\n');
    await nextTurn();
    expect(written).toEqual(['one\ntwo\n', 'three\n']);
  });

  it('writes at once what is fatal, and what gets too much', () => {
    const output = writer();
    output.write('the end\n');
    output.flushSync();
    expect(written).toEqual(['the end\n']);
    for (let i = 0; i < 1_000; i++) output.write(`${'x'.repeat(99)}\n`);
    expect(written.slice(1).join('').length).toBeGreaterThan(60_000);
  });
});
