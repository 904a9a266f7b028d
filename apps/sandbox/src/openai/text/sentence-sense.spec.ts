import { SentenceSense } from './sentence-sense.js';

describe(SentenceSense.name, () => {
  const sentences = ['How was your weekend?', 'I’ll take it.'];

  it('goes by a few words where it knows no sentences', () => {
    const sense = new SentenceSense();
    expect(sense.isUnfinished('I would like to')).toBe(true);
    expect(sense.isUnfinished('How was your')).toBe(true);
    expect(sense.isUnfinished('How')).toBe(false);
  });

  it('knows whole sentences from their beginnings, however they are written', () => {
    const sense = new SentenceSense();
    sense.learn({ sentences, accuracy: 1, seed: 1 });
    expect(sense.isUnfinished('how was your weekend')).toBe(false);
    expect(sense.isUnfinished('How was')).toBe(true);
    sense.forget();
    expect(sense.isUnfinished('How')).toBe(false);
  });

  it('is wrong as often as it is told to', () => {
    const sense = new SentenceSense();
    sense.learn({ sentences, accuracy: 0.8, seed: 7 });
    const wrong = Array.from({ length: 1_000 }, () => sense.isUnfinished('how was your weekend'));
    const share = wrong.filter(Boolean).length / wrong.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.25);
  });
});
