import { drawPlans, readSentence } from './plan.ts';
import { understand } from './recogniser.ts';
import type { Clause } from './recogniser.ts';

describe(readSentence.name, () => {
  it('knows where the words could be all', () => {
    expect(readSentence('I need a room | for two. | Today.')).toEqual({
      words: ['I', 'need', 'a', 'room', 'for', 'two.', 'Today.'],
      places: ['inside', 'inside', 'inside', 'could end', 'inside', 'between sentences'],
    });
  });
});

describe(drawPlans.name, () => {
  const voices = ['a', 'b', 'c', 'd'];

  it('says 200 sentences in four voices, the same for the same seed', () => {
    const plans = drawPlans(1, voices);
    expect(plans).toHaveLength(800);
    expect(plans).toEqual(drawPlans(1, voices));
    expect(plans).not.toEqual(drawPlans(2, voices));
  });

  it('pauses in half of what has more than one word, for 0.4 to 0.9 s', () => {
    const plans = drawPlans(7, voices).filter(({ words }) => words.length > 1);
    const pauses = plans.flatMap(({ pause, words }) => (pause ? [{ ...pause, of: words.length }] : []));
    expect(pauses).toHaveLength(plans.length / 2);
    for (const { after, ms, of } of pauses) {
      expect(after).toBeGreaterThan(0);
      expect(after).toBeLessThan(of);
      expect(ms).toBeGreaterThanOrEqual(400);
      expect(ms).toBeLessThanOrEqual(900);
    }
  });
});

describe(understand.name, () => {
  const clauses: Clause[] = [
    { words: ['I', 'need'], startMs: 300, wordEndsMs: [400, 700] },
    { words: ['a', 'room.'], startMs: 1_300, wordEndsMs: [1_400, 1_900] },
  ];
  const [plan] = drawPlans(1, ['a']);
  if (!plan) throw new Error('Nothing was drawn.');
  const paused = {
    ...plan,
    words: ['I', 'need', 'a', 'room.'],
    pause: { after: 2, ms: 600, place: 'inside' as const },
  };

  it('settles a clause 100 ms after its end, and follows it before', () => {
    const understood = understand(paused, clauses);
    const finals = understood.filter(({ type }) => type === 'final');
    expect(finals.map(({ atMs }) => atMs)).toEqual([800, 2_000]);
    expect(finals.map(({ text }) => text.replace(/\.$/, ''))).toEqual(['I need', 'a room']);
    expect(understood.find(({ type }) => type === 'interim')).toMatchObject({ atMs: 500 });
  });

  it('marks 85 of 100 ends and 15 of 100 pauses inside a sentence', () => {
    const drawn = Array.from({ length: 2_000 }, (_, seed) => understand({ ...paused, seed }, clauses));
    const share = (at: number) =>
      drawn.filter((understood) =>
        understood
          .filter(({ type }) => type === 'final')
          .at(at)
          ?.text.endsWith('.'),
      ).length / drawn.length;
    expect(share(0)).toBeCloseTo(0.15, 1);
    expect(share(1)).toBeCloseTo(0.85, 1);
  });
});
