/** Upper bounds in seconds, from what a cache answers to what nobody waits for: 5 ms to 10 s. */
export const LATENCY_BUCKETS_S = [
  0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10,
];
