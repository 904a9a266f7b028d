import { wordsToSay } from './mind.js';

describe(wordsToSay.name, () => {
  it.each([
    ['Say exactly: "Hello."', 'Hello.'],
    ['Say exactly this, word for word, and nothing else: "Hello, I am Tara."', 'Hello, I am Tara.'],
    ['Never say exactly what I say.\nsay exactly “Good day.”', 'Good day.'],
    ['Say exactly: "The "best" trip."', 'The "best" trip.'],
    ['Say exactly: "Two\nlines."', 'Two\nlines.'],
    ['Greet the customer and say "hello".', undefined],
    ['Say exactly nothing.', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('finds in %j the words %j', (instructions, words) => {
    expect(wordsToSay(instructions)).toBe(words);
  });
});
