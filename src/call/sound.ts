/** Every sound of a call: one channel of 16 bit samples at 24 kHz, as realtime models speak, in frames of 10 ms. */
export const SAMPLE_RATE = 24_000;
export const FRAME_MS = 10;
export const FRAME_SAMPLES = (SAMPLE_RATE * FRAME_MS) / 1000;

/** Root mean square from which a frame counts as voice: -44 dB, far over line noise and under the softest syllable. */
const VOICED_RMS = 200;

export function isVoiced(frame: Int16Array): boolean {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return sum >= VOICED_RMS * VOICED_RMS * frame.length;
}

/** How many samples of an utterance there are until its last voiced frame is over. */
export function voicedLength(samples: Int16Array): number {
  let end = Math.ceil(samples.length / FRAME_SAMPLES) * FRAME_SAMPLES;
  while (end > 0 && !isVoiced(samples.subarray(end - FRAME_SAMPLES, end))) end -= FRAME_SAMPLES;
  return Math.min(end, samples.length);
}

/** How many samples of an utterance there are before its first voiced frame. */
export function voicedStart(samples: Int16Array): number {
  let start = 0;
  while (start < samples.length && !isVoiced(samples.subarray(start, start + FRAME_SAMPLES))) {
    start += FRAME_SAMPLES;
  }
  return Math.min(start, samples.length);
}

export function samplesToMs(samples: number): number {
  return (samples / SAMPLE_RATE) * 1000;
}

export function msToSamples(ms: number): number {
  return Math.round((ms / 1000) * SAMPLE_RATE);
}
