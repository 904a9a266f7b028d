/** A synthetic voice: half as loud as can be, at one pitch. */
export function tone(hertz: number, ms: number, rate: number, fromMs = 0): Int16Array {
  const begin = (fromMs / 1_000) * rate;
  return Int16Array.from({ length: (ms / 1_000) * rate }, (_, at) =>
    Math.round(16_000 * Math.sin((2 * Math.PI * hertz * (begin + at)) / rate)),
  );
}
