import fc from 'fast-check';
import { Splice } from './splice.js';

function join(said: string, ...pieces: string[]): string {
  const splice = new Splice(said);
  return said + pieces.map((piece) => splice.push(piece)).join('') + splice.rest();
}

describe(Splice.name, () => {
  it.each([
    ['goes on', 'There are three', [' hotels', ' in Rome.'], 'There are three hotels in Rome.'],
    ['goes on without the space', 'There are three', ['hotels.'], 'There are three hotels.'],
    ['goes on with dots', 'There are three', ['...hotels.'], 'There are three hotels.'],
    [
      'says the last words again',
      'There are three',
      ['are', ' three hot', 'els.'],
      'There are three hotels.',
    ],
    ['begins anew', 'There are three', ['There ', 'are three hotels.'], 'There are three hotels.'],
    ['writes other letters', 'There are three', ['There Are Three hotels.'], 'There are three hotels.'],
    ['finishes a word that was cut', 'There are three hot', ['hotels.'], 'There are three hotels.'],
    ['has a word that begins alike', 'What is', ['isolated'], 'What is isolated'],
    ['says a sentence again', 'It is Rome. ', ['It is Rome. Shall I?'], 'It is Rome. Shall I?'],
    ['begins a sentence', 'It is Rome.', ['Shall I?'], 'It is Rome. Shall I?'],
    ['begins with the same word', 'Rome. ', ['Rome is old.'], 'Rome. Rome is old.'],
    ['adds a sentence', 'It is Rome.', [' Shall I?'], 'It is Rome. Shall I?'],
    ['adds nothing', 'It is Rome.', ['It is', ' Rome.'], 'It is Rome.'],
    ['is silent', 'It is Rome.', [], 'It is Rome.'],
    ['ends a sentence', 'It is Rome', ['.'], 'It is Rome.'],
    ['writes without spaces', '三つの', ['ホテルです'], '三つのホテルです'],
    ['has nothing before it', '', [' Hello', ' there'], ' Hello there'],
  ])('joins one who %s', (_, said, pieces, whole) => {
    expect(join(said, ...pieces)).toBe(whole);
  });

  it('holds back only what could be said again', () => {
    const splice = new Splice('There are three');
    expect([splice.push('th'), splice.push('ree'), splice.push(' hotels'), splice.push(' three')]).toEqual([
      '',
      '',
      ' hotels',
      ' three',
    ]);
  });

  it('is heard once as a whole, wherever it broke off and however much is said again', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    // Words that differ: of "very very" nobody can tell which one it was.
    const words = fc.uniqueArray(word, { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 9 }), (all, cut, back, size) => {
        const at = 1 + (cut % (all.length - 1));
        const said = all.slice(0, at).join(' ');
        const again = all.slice(Math.max(0, at - (back % (at + 1)))).join(' ');
        const pieces = again.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];
        expect(join(said, ...pieces)).toBe(all.join(' '));
      }),
    );
  });
});
