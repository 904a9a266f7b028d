import { seededRandom } from '../../apps/sandbox/src/speech/travel-grammar.ts';
import type { Noise } from './plan.ts';
import { RATE } from './speaker.ts';

const SECONDS = 30;
/** Against a full scale of 32,768: −70, −50 and −40 dB, which is 47, 27 and 17 dB below the speech. */
const RMS: Readonly<Record<Noise, number>> = { quiet: 10, room: 104, street: 328 };
/** How much of the sample before a sample keeps: the deeper, the more it rumbles. */
const RUMBLE: Readonly<Record<Noise, number>> = { quiet: 0, room: 0.9, street: 0.97 };
/** What passes by: seconds from one to the next, and how much louder it gets. */
const PASSING_S = 4;
const PASSING_GAIN = 2;

const loops = new Map<Noise, Float32Array>();

/** Half a minute of what is heard where somebody calls from, to be begun anywhere. */
export function noiseOf(noise: Noise): Float32Array {
  const known = loops.get(noise);
  if (known) return known;
  const loop = make(noise);
  loops.set(noise, loop);
  return loop;
}

function make(noise: Noise): Float32Array {
  const random = seededRandom(RMS[noise]);
  const samples = new Float32Array(SECONDS * RATE);
  let before = 0;
  for (let i = 0; i < samples.length; i++) {
    before = RUMBLE[noise] * before + (1 - RUMBLE[noise]) * (random() * 2 - 1);
    const passing = Math.sin((Math.PI * i) / (PASSING_S * RATE)) ** 8;
    samples[i] = before * (noise === 'street' ? 1 + (PASSING_GAIN - 1) * passing : 1);
  }
  const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
  return samples.map((sample) => (sample * RMS[noise]) / rms);
}
