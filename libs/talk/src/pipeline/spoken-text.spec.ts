import { SpokenText } from './spoken-text.js';

const MS = 24;

describe(SpokenText.name, () => {
  const spoken = new SpokenText();
  spoken.begin('I found one package.');
  spoken.add(1_000 * MS);
  spoken.begin(' It costs two hundred dollars a night ');
  spoken.add(1_500 * MS);
  spoken.add(500 * MS);

  it('joins the sentences', () => {
    expect(spoken.text).toBe('I found one package. It costs two hundred dollars a night');
  });

  it.each([
    [0, ''],
    [400, 'I found'],
    [1_000, 'I found one package.'],
    [2_000, 'I found one package. It costs two hundred'],
    [9_000, spoken.text],
  ])('tells what was heard in the first %i ms', (ms, heard) => {
    expect(spoken.heard(ms)).toBe(heard);
  });

  it('counts a sentence without sound as not heard', () => {
    const silent = new SpokenText();
    silent.begin('Hello.');
    expect(silent.heard(500)).toBe('');
  });
});
