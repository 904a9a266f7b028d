import { RestartPolicy } from './restart-policy.ts';

const MINUTE_MS = 60_000;

describe(RestartPolicy.name, () => {
  const died = (policy: RestartPolicy, atMs: number, ranForMs = 100) =>
    policy.afterDeath({ atMs, ranForMs, refusedToStart: false });

  it('starts again at once, then after 1, 2 and 5 seconds, and gives up at the fifth death in a minute', () => {
    const policy = new RestartPolicy();
    expect([0, 100, 1200, 3300, 8400].map((atMs) => died(policy, atMs))).toEqual([
      0,
      1000,
      2000,
      5000,
      undefined,
    ]);
  });

  it('waits 10 seconds at most for a part that keeps dying slowly', () => {
    const policy = new RestartPolicy();
    const deaths = [0, 20, 40, 60, 80, 100].map((second) => died(policy, second * 1000, 19_000));
    expect(deaths).toEqual([0, 1000, 2000, 5000, 10_000, 10_000]);
  });

  it('starts again at once when the part had run well for a minute', () => {
    const policy = new RestartPolicy();
    died(policy, 0);
    died(policy, 100);
    expect(died(policy, 10 * MINUTE_MS, 9 * MINUTE_MS)).toBe(0);
  });

  it('does not repeat a start that the part itself refused', () => {
    expect(new RestartPolicy().afterDeath({ atMs: 0, ranForMs: 300, refusedToStart: true })).toBeUndefined();
  });
});
