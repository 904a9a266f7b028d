import { Reachability } from './reachability.js';

describe(Reachability.name, () => {
  const BEAT_MS = 250;

  it('counts from the start while the beat is even', () => {
    const reachability = new Reachability(BEAT_MS, 0);
    for (let now = BEAT_MS; now <= 3_000; now += BEAT_MS) expect(reachability.beat(now)).toBe(0);
    expect(reachability.reachableForMs(3_000)).toBe(3_000);
  });

  it('does not mind a beat that is somewhat late', () => {
    const reachability = new Reachability(BEAT_MS, 0);
    expect(reachability.beat(BEAT_MS + 900)).toBe(0);
    expect(reachability.reachableForMs(1_150)).toBe(1_150);
  });

  it('counts anew when nothing could be written', () => {
    const reachability = new Reachability(BEAT_MS, 0);
    reachability.interrupted(5_000);
    expect(reachability.reachableForMs(5_100)).toBe(100);
  });

  it.each([
    ['stood still', 10_250],
    ['was set back', -60_000],
  ])('counts anew when the clock %s', (_, now) => {
    const reachability = new Reachability(BEAT_MS, 0);
    expect(reachability.beat(now)).toBeGreaterThan(1_000);
    expect(reachability.reachableForMs(now + 100)).toBe(100);
  });
});
