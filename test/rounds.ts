/** How often what a fault does is tried, one after another: more to be sure (`npm run test:outages`), once to notice. */
export const ROUNDS: readonly number[] = Array.from(
  { length: Number(process.env.PARLEY_TEST_ROUNDS ?? 1) },
  (_, index) => index + 1,
);
