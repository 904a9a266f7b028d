// Makes libs/talk/recordings anew: `node tools/recordings/make.mjs`. They are in the repository, because production has no flite.
import { writeFile } from 'node:fs/promises';
import { Flite } from '../../apps/sandbox/src/speech/flite.ts';
import { writeWav } from '../../src/call/wav.ts';
import words from '../../libs/talk/recordings/words.json' with { type: 'json' };

const FOLDER = new URL('../../libs/talk/recordings/', import.meta.url);
/** Tara's in the sandbox. */
const VOICE = 'slt';
const SAMPLE_RATE = 24_000;

const flite = await Flite.open();
for (const [name, text] of Object.entries(words)) {
  const samples = flite.say(text, VOICE);
  await writeFile(new URL(`${name}.wav`, FOLDER), writeWav({ sampleRate: SAMPLE_RATE, channels: [samples] }));
  console.log(`${name}: ${(samples.length / SAMPLE_RATE).toFixed(1)} s`);
}
