import type { Patience } from './delivery.js';

/** Doubles with every attempt up to its bound; spread over the half below, so that what failed together does not come back together. */
export function retryPauseMs(
  attempts: number,
  { retryMs, retryMaxMs }: Pick<Patience, 'retryMs' | 'retryMaxMs'>,
  random: () => number = Math.random,
): number {
  const whole = Math.min(retryMaxMs, retryMs * 2 ** Math.min(attempts - 1, 30));
  return Math.round(whole * (0.5 + random() / 2));
}
