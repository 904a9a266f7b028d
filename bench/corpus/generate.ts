import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeWav } from '../../src/call/wav.ts';
import { drawPlans } from './plan.ts';
import { RATE, Speaker } from './speaker.ts';
import { utter } from './utterance.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    into: { type: 'string', default: 'data/corpus' },
  },
});

/** Writes the corpus for ears and other tools: a WAV an utterance, and one JSON with what is in them and what was understood. */
const folder = join(values.into, `wav-${values.seed}`);
await mkdir(folder, { recursive: true });
const speaker = await Speaker.open(join(values.into, 'phrases'));
const contents: object[] = [];
for (const plan of drawPlans(Number(values.seed), speaker.voices)) {
  const { samples, ...rest } = await utter(plan, speaker);
  const file = `${plan.id}.wav`;
  await writeFile(join(folder, file), writeWav({ sampleRate: RATE, channels: [samples] }));
  contents.push({ file, ...rest });
}
await writeFile(join(folder, 'corpus.json'), `${JSON.stringify(contents, null, 2)}\n`);
console.log(`${contents.length} utterances in ${folder}`);
