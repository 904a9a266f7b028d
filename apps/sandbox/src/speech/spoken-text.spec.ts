import { sentences, speakable } from './spoken-text.js';

describe(sentences.name, () => {
  it('cuts a text where its sentences end', () => {
    expect(sentences('Hello, Mr. Rao. It costs $1,250.50!  Shall I book?')).toEqual([
      'Hello, Mr. Rao.',
      'It costs $1,250.50!',
      'Shall I book?',
    ]);
  });

  it('cuts very long sentences at their clauses', () => {
    const clause = 'and here is one more clause that goes on for quite a while';
    const text = `It begins, ${Array.from({ length: 4 }, () => clause).join(', ')}.`;
    expect(sentences(text)).toHaveLength(5);
    expect(sentences(text).join(' ')).toBe(text);
  });

  it('finds nothing to say in punctuation', () => {
    expect(sentences(' … \n - ')).toEqual([]);
  });
});

describe(speakable.name, () => {
  it.each([
    ['It costs $1,250.50 for two.', 'It costs 1250 dollars and 50 for two.'],
    ['From USD 2,400 or 2400 EUR.', 'From 2400 dollars or 2400 euros.'],
    ['The total is 1640 US dollars.', 'The total is 1640 US dollars.'],
    ['I wrote to asha.rao7@example.com.', 'I wrote to asha dot rao 7  at example dot com.'],
    ['Call +971 50 123 4567.', 'Call plus 9 7 1, 5 0, 1 2 3, 4 5 6 7.'],
    ['Is it 9876543210?', 'Is it 9 8 7, 6 5 4, 3 2 1 0?'],
    ['Quote Q-1001 is valid until 2026-05-12.', 'Quote Q 1 0 0 1 is valid until 12 May 2026.'],
    ['“Sun & sand” – 20% off, naïvely **bold**', 'Sun and sand ,  20 percent off, naively bold'],
  ])('says "%s" as "%s"', (written, said) => {
    expect(speakable(written).replaceAll(/\s+/g, ' ')).toBe(said.replaceAll(/\s+/g, ' '));
  });
});
