import type { Utterance } from '../corpus/utterance.ts';
import { replay } from './replay.ts';

const WINDOW_MS = 32;

/** Said from 320 ms on, with a pause of 640 ms; `texts` is what the recogniser makes of the clauses. */
function heard(...texts: [string, string]) {
  const endsMs = [960, 2_240];
  const utterance: Utterance = {
    plan: {
      id: 'x',
      number: 1,
      kind: 'travel',
      words: texts.join(' ').split(' '),
      voice: 'a',
      noise: 'quiet',
      leadMs: 320,
      pause: { after: 1, ms: 640, place: 'inside' },
      seed: 1,
    },
    samples: new Int16Array(),
    clauses: [
      { words: [texts[0]], startMs: 320, wordEndsMs: [960] },
      { words: [texts[1]], startMs: 1_600, wordEndsMs: [2_240] },
    ],
    endMs: 2_240,
    understood: texts.map((text, i) => ({ atMs: (endsMs[i] ?? 0) + 100, type: 'final', text })),
  };
  const scores = Array.from({ length: 140 }, (_, i) => {
    const atMs = (i + 1) * WINDOW_MS;
    return (atMs > 320 && atMs <= 960) || (atMs > 1_600 && atMs <= 2_240) ? 1 : 0;
  });
  return { utterance, scores };
}

describe(replay.name, () => {
  it('tells how long an answer to a whole turn takes', () => {
    const { early, decidedMs, heardMs, begun } = replay(heard('I need a', 'room.'), { accuracy: null });
    expect(early).toEqual([]);
    expect(decidedMs).toBe(480);
    expect(heardMs).toBe(535);
    expect(begun).toBe(1);
  });

  it('counts a pause that was taken for an end, and goes on with the whole turn', () => {
    const { early, heardMs } = replay(heard('I need a room.', 'With breakfast.'), { accuracy: null });
    expect(early).toEqual([{ heard: true }]);
    expect(heardMs).toBe(535);
  });

  it('lets a verdict save the pause', () => {
    expect(replay(heard('I need a room.', 'with breakfast.'), { accuracy: 1, asks: 'always' }).early).toEqual(
      [],
    );
    expect(
      replay(heard('I need a room.', 'with breakfast.'), { accuracy: 0, asks: 'always' }).early,
    ).toHaveLength(1);
  });
});
