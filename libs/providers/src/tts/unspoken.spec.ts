import fc from 'fast-check';
import { SpeechPace, weigh } from './speech-pace.js';
import { unspoken } from './unspoken.js';

describe(unspoken.name, () => {
  const MS = 50;

  function known(): SpeechPace {
    const pace = new SpeechPace();
    for (let i = 0; i < 3; i++) pace.learn('Hello there.', weigh('Hello there.') * MS);
    return pace;
  }
  const heardThrough = (words: string) => weigh(words) * MS;

  it.each([
    ['We have three rooms left.', 'We have ', 'three rooms left.'],
    ['We have three rooms left.', 'We have th', 'three rooms left.'],
    ['We have three rooms left.', 'We have three rooms', 'left.'],
    ['We have three rooms left.', '', 'We have three rooms left.'],
    ['We have three rooms left.', 'We have three rooms left', ''],
    ['Write to jo.doe@example.com today.', 'Write to jo.doe', 'jo.doe@example.com today.'],
    ['It is $1,299.50 a night.', 'It is $1,2', '$1,299.50 a night.'],
    ['She said “do not go” to him.', 'She said ', '“do not go” to him.'],
    ['用Node.js写的。', '用No', 'Node.js写的。'],
    ['我们还有三间房。', '我们还有', '三间房。'],
  ])('of "%s" after "%s" leaves "%s"', (text, heard, rest) => {
    expect(unspoken(text, heardThrough(heard), known())).toBe(rest);
  });

  it('begins the clause again where the voice is not known', () => {
    const text = 'We have three rooms left, but they are small, and dear.';
    const ms = weigh('We have three rooms left, but they ') * new SpeechPace().msOfALetter;
    expect(unspoken(text, ms, new SpeechPace())).toBe('but they are small, and dear.');
  });

  it('does not begin the sentence again for want of a clause', () => {
    const ms = weigh('We have three ') * new SpeechPace().msOfALetter;
    expect(unspoken('We have three rooms left.', ms, new SpeechPace())).toBe('rooms left.');
  });

  it('leaves the last clause where the voice is not known and seems to be done, and nothing where it surely is', () => {
    const text = 'We have three rooms left, but they are small.';
    const ms = weigh(text) * new SpeechPace().msOfALetter;
    expect(unspoken(text, ms, new SpeechPace())).toBe('but they are small.');
    expect(unspoken(text, ms * 1.2, new SpeechPace())).toBe('');
  });

  it('leaves an end of the text, and less the more was heard', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(5_000), fc.nat(5_000), (text, ms, more) => {
        const rest = unspoken(text, ms, known());
        expect(text.endsWith(rest)).toBe(true);
        expect(unspoken(text, ms + more, known()).length).toBeLessThanOrEqual(rest.length);
      }),
    );
  });
});
