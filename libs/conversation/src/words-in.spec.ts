import { wordsIn } from './words-in.js';

describe(wordsIn.name, () => {
  it.each([
    ['I want a REFUND, now!', ['refund']],
    ['Cancel  my\nbooking please', ['cancel my booking']],
    ['I don’t like it', ["don't like"]],
    ['Ich möchte das Geld zurück', ['ZURÜCK']],
    ['Das mo\u0308chte ich', ['möchte']],
    ['我想退款谢谢', ['退款']],
    ['C++ is fun', ['c++']],
    ['мне нужен Возврат', ['возврат']],
  ])('finds in %p the words %p', (text, phrases) => {
    expect(wordsIn(text, phrases)).toEqual(phrases);
  });

  it.each([
    ['A refundable ticket', 'refund'],
    ['unrefund', 'refund'],
    ['cancel it, my booking', 'cancel my booking'],
    ['a.b', 'a*b'],
    ['', 'refund'],
  ])('does not find in %p the word %p', (text, phrase) => {
    expect(wordsIn(text, [phrase])).toEqual([]);
  });

  it('tells which', () => {
    expect(wordsIn('a manager, or a refund', ['refund', 'lawyer', 'manager'])).toEqual(['refund', 'manager']);
  });
});
