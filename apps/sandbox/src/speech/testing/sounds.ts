import { seededRandom } from '../travel-grammar.js';

/** The hum of an empty room. */
export function quiet(ms: number, rate: number): Int16Array {
  const random = seededRandom(1);
  return Int16Array.from({ length: (ms * rate) / 1_000 }, () => Math.round(10 * (random() - 0.5)));
}

/** As loud as speech, and as steady as speech never is. */
export function tone(ms: number, rate: number): Int16Array {
  return Int16Array.from({ length: (ms * rate) / 1_000 }, (_, i) => 6_000 * Math.sin((i / rate) * 1_200));
}

/** One after another. */
export function together(...sounds: readonly Int16Array[]): Int16Array {
  const all = new Int16Array(sounds.reduce((length, sound) => length + sound.length, 0));
  let at = 0;
  for (const sound of sounds) {
    all.set(sound, at);
    at += sound.length;
  }
  return all;
}
