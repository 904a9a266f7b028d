import { retryPauseMs } from './retry-pause.js';

describe(retryPauseMs.name, () => {
  const config = { retryMs: 100, retryMaxMs: 1_000 };

  it('doubles up to its bound', () => {
    const pauses = [1, 2, 3, 4, 5, 100].map((attempts) => retryPauseMs(attempts, config, () => 1));
    expect(pauses).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  it('is spread over its upper half', () => {
    expect(retryPauseMs(2, config, () => 0)).toBe(100);
    expect(retryPauseMs(2, config, () => 0.5)).toBe(150);
  });
});
