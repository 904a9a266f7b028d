import { pauseBeforeRepeatMs, retryAfterMs } from './repeat-pause.js';

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

describe(retryAfterMs.name, () => {
  it.each([
    ['2', 2_000],
    ['Thu, 01 Jan 1970 00:00:05 GMT', 4_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %p as %p ms', (header, ms) => {
    expect(retryAfterMs(header, 1_000)).toBe(ms);
  });
});
