import { slope, summarize } from './statistics.ts';

describe(summarize.name, () => {
  it('takes the nearest rank of what was measured', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(summarize(values)).toEqual({ count: 100, p50: 50, p95: 95, p99: 99, max: 100 });
    expect(summarize([7])).toEqual({ count: 1, p50: 7, p95: 7, p99: 7, max: 7 });
  });

  it('says that nothing was measured', () => {
    expect(summarize([])).toEqual({ count: 0, p50: NaN, p95: NaN, p99: NaN, max: NaN });
  });
});

describe(slope.name, () => {
  it('goes through the points as well as a line can', () => {
    expect(
      slope([
        [1, 5],
        [2, 7],
        [4, 11],
      ]),
    ).toBeCloseTo(2);
    expect(
      slope([
        [0, 1],
        [1, 2],
        [2, 1],
      ]),
    ).toBeCloseTo(0);
  });

  it('says that one point has none', () => {
    expect(slope([[1, 1]])).toBeNaN();
  });
});
