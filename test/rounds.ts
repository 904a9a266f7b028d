/** How often what a fault does is tried, one after another: more to be sure (`npm run test:outages`), once to notice. */
export const ROUNDS: readonly number[] = Array.from(
  { length: Number(process.env.PARLEY_TEST_ROUNDS ?? 1) },
  (_, index) => index + 1,
);

/** Nothing else is done on this machine meanwhile: what has to be there within a time can be held to it. */
export const IS_ALONE = ROUNDS.length > 1;
