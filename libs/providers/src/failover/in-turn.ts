import type { VendorHealth } from './vendor-health.js';

/** The choices in the order to try them: trusted ones as they were given, then those that rest, for want of better. */
export function inTurn<T>(choices: readonly T[], healthOf: (choice: T) => VendorHealth): T[] {
  const wanted = choices.filter((choice) => healthOf(choice).takeTurn());
  return [...wanted, ...choices.filter((choice) => !wanted.includes(choice))];
}
