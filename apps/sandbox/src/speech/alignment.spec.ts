import { alignLetters, alignWords } from './alignment.js';

const sentence = { text: 'Oh no.', startMs: 1_000, durationMs: 700 };

describe(alignWords.name, () => {
  it('places words by their letters', () => {
    const words = alignWords({ ...sentence, durationMs: 600 });
    expect(words).toEqual([
      { text: 'Oh', startMs: 1_000, endMs: 1_200 },
      { text: 'no.', startMs: 1_300, endMs: 1_600 },
    ]);
  });
});

describe(alignLetters.name, () => {
  it('gives every letter to one piece, with a space behind the sentence', () => {
    const pieces = [0, 1, 2, 3, 4, 5, 6].map((i) => ({
      pcm: new Int16Array(),
      startMs: 1_000 + i * 100,
      durationMs: 100,
      sentence,
      first: i === 0,
    }));
    const letters = pieces.map((piece) => alignLetters(piece).map(({ text }) => text));
    expect(letters).toEqual([['O'], ['h'], [' '], ['n'], ['o'], ['.'], [' ']]);
    for (const piece of pieces) expect(alignLetters(piece)[0]?.startMs).toBeCloseTo(0);
  });
});
