import { retryAfterMs } from './retry-after.js';

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
