const WINDOW_MS = 20;

/** Sound of one channel. */
export interface Sound {
  samples: Int16Array;
  rate: number;
}

/**
 * How much of a sound is in another one, wherever it lies there: 1 for the same loudness at every moment, 0 for nothing to do with
 * each other.
 */
export function likeness(part: Sound, whole: Sound): number {
  const [inner, outer] = [envelopeOf(part), envelopeOf(whole)];
  const own = Math.sqrt(inner.reduce((sum, value) => sum + value * value, 0));
  let most = 0;
  for (let lag = -inner.length; lag < outer.length; lag += 1) {
    let both = 0;
    let others = 0;
    for (const [index, value] of inner.entries()) {
      const other = outer[index + lag] ?? 0;
      both += value * other;
      others += other * other;
    }
    if (own > 0 && others > 0) most = Math.max(most, both / (own * Math.sqrt(others)));
  }
  return most;
}

/** Loudness, window by window, less its mean: silence beside silence is no likeness. */
function envelopeOf({ samples, rate }: Sound): number[] {
  const length = (rate * WINDOW_MS) / 1_000;
  const windows = Array.from({ length: Math.floor(samples.length / length) }, (_, index) => {
    const window = samples.subarray(index * length, (index + 1) * length);
    return Math.sqrt(window.reduce((sum, sample) => sum + sample * sample, 0) / length);
  });
  const mean = windows.reduce((sum, value) => sum + value, 0) / Math.max(1, windows.length);
  return windows.map((value) => value - mean);
}
