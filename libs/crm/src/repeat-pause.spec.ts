import { pauseBeforeRepeatMs } from './repeat-pause.js';

describe(pauseBeforeRepeatMs.name, () => {
  it('spreads the repeats, each further out', () => {
    expect([0, 1].map((repeats) => pauseBeforeRepeatMs(repeats, undefined, () => 0))).toEqual([100, 200]);
    expect([0, 1].map((repeats) => pauseBeforeRepeatMs(repeats, undefined, () => 1))).toEqual([300, 600]);
  });

  it('waits as long as the CRM asks, within bounds', () => {
    expect(pauseBeforeRepeatMs(0, 2_000, () => 0)).toBe(2_000);
    expect(pauseBeforeRepeatMs(0, 0, () => 0)).toBe(100);
    expect(pauseBeforeRepeatMs(0, 3_001)).toBeUndefined();
  });
});
