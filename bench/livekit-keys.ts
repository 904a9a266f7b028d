/** Of LiveKit servers that benchmarks start. */
export const LIVEKIT_KEYS = {
  LIVEKIT_API_KEY: 'bench',
  LIVEKIT_API_SECRET: 'a secret of the benchmark, long enough',
};
