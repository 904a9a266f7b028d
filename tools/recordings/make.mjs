// Makes libs/talk/recordings anew: `node tools/recordings/make.mjs`. They are in the repository, because production has no flite.
import { writeFile } from 'node:fs/promises';
import { Flite } from '../../apps/sandbox/src/speech/flite.ts';
import { writeWav } from '../../src/call/wav.ts';
import words from '../../libs/talk/recordings/words.json' with { type: 'json' };

const FOLDER = new URL('../../libs/talk/recordings/', import.meta.url);
/** Tara's in the sandbox. */
const VOICE = 'slt';
const SAMPLE_RATE = 24_000;
const QUIET = 500;
/** What is left of the quiet before the first word: who hears one of these has waited long enough. */
const LEAD_SAMPLES = SAMPLE_RATE / 50;

const flite = await Flite.open();
for (const [name, text] of Object.entries(words)) {
  const spoken = flite.say(text, VOICE);
  const begins = spoken.findIndex((sample) => Math.abs(sample) > QUIET);
  const samples = spoken.subarray(Math.max(0, begins - LEAD_SAMPLES));
  await writeFile(new URL(`${name}.wav`, FOLDER), writeWav({ sampleRate: SAMPLE_RATE, channels: [samples] }));
  console.log(`${name}: ${(samples.length / SAMPLE_RATE).toFixed(1)} s`);
}
