import { setImmediate as turn } from 'node:timers/promises';
import { RecordingWriter } from '../src/write/recording-writer.js';
import { tone } from './tone.js';

/** A process to be killed: records two voices into a folder, for ever and as fast as it can, and says the name of each segment. */
const [folder = ''] = process.argv.slice(2);
const writer = await RecordingWriter.open({ folder, rates: { person: 16_000, agent: 24_000 } });
for (let atMs = 0; ; atMs += 1_000) {
  writer.take({ side: 'person', atMs, samples: tone(440, 1_000, 16_000, atMs), rate: 16_000 });
  writer.take({ side: 'agent', atMs, samples: tone(1_000, 1_000, 24_000, atMs), rate: 24_000 });
  for (const { name } of writer.advance(atMs + 1_000)) process.stdout.write(`${name}\n`);
  await turn();
}
