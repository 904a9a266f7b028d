import { resample } from '../flite.js';
import { seededRandom } from '../travel-grammar.js';

const SILENCE_MS = 300;
const RATE = 24_000;
const ROOM_RATE = 48_000;

/** What speech goes through on its way to the ear, without the codec: to the room's rate and back, silence around it, a hissing line. */
export function throughTheRoom(pcm: Int16Array, { noise = 30, seed = 1 } = {}): Int16Array {
  const speech = resample(resample(pcm, RATE, ROOM_RATE), ROOM_RATE, RATE);
  const padding = (SILENCE_MS * RATE) / 1000;
  const heard = new Int16Array(speech.length + 2 * padding);
  heard.set(speech, padding);
  const random = seededRandom(seed);
  // Three uniform numbers are near enough to a normal one.
  const hiss = () => Math.round(noise * 2 * (random() + random() + random() - 1.5));
  return heard.map((sample) => Math.max(-32_768, Math.min(32_767, sample + hiss())));
}
