import { resample } from '../src/speech/flite.js';
import type { Voice } from '../src/speech/voice.js';

/** A sentence as a caller says it: PCM16 mono, 24 kHz. */
export async function spoken(voice: Voice, text: string, as = 'rms'): Promise<Int16Array> {
  const sound: number[] = [];
  for await (const { pcm } of voice.speak(text, { voice: as })) for (const sample of pcm) sound.push(sample);
  return Int16Array.from(sound);
}

/** The same as recognisers like it, at another rate. */
export async function spokenAt(voice: Voice, text: string, rate: number, as = 'rms'): Promise<Int16Array> {
  return resample(await spoken(voice, text, as), 24_000, rate);
}
