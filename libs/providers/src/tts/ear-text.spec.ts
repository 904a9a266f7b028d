import fc from 'fast-check';
import { EarText, forTheEar } from './ear-text.js';

describe(forTheEar.name, () => {
  it.each([
    ['**Bold** and *this* and __that__ and `code` and ~~not~~.', 'Bold and this and that and code and not.'],
    ['# Rooms\n## Free', ' Rooms\n Free'],
    ['- one\n* two\n+ three\n• four\n1. five', ' one\n two\n three\n four\n1. five'],
    ['- **Bold** item', ' Bold item'],
    ['> said', ' said'],
    ['See [the **map**](https://a.b/c_d) and ![a beach](x.png).', 'See the map and a beach.'],
    ['Above\n---\n***\n- - -\nbelow', 'Above\n\n\n\nbelow'],
    ['```ts\nlet a\n```\nDone.', 'let a\nDone.'],
    ['| a | b |', '  a   b  '],
    ['2 \\* 3 and 1\\. x', '2 * 3 and 1. x'],
    ['Great 😀! 👨‍👩‍👧 👍🏽 🇫🇷 ❤️ 1️⃣', 'Great !     1'],
  ])('reads %j', (text, read) => {
    expect(forTheEar(text)).toBe(read);
  });

  it.each([
    '2 * 3 is 6, and 2*3 too',
    'snake_case, jo_doe@a.b, C#, #1 and -5 degrees',
    'a < b > c, [laughs], [1], ~5 and well-known -- yes',
    'Parley™ © ® ünïcødé हिन्दी 日本語 العربية\u200Cها',
    'Hello! What?',
  ])('leaves %j as it is', (text) => {
    expect(forTheEar(text)).toBe(text);
  });

  it('reads the same in whatever portions the text comes', () => {
    const piece = fc.constantFrom(
      ...[
        '*',
        '_',
        '`',
        '#',
        '-',
        '~',
        '>',
        '|',
        '\\',
        '!',
        '[',
        ']',
        '(',
        ')',
        ' ',
        '\n',
        'a',
        'é',
        '1',
        '.',
      ],
      ...['😀', '\u200D', '\uFE0F', '\uD83D', '\uDE00', '[a](b)', '**', '```', '---'],
    );
    fc.assert(
      fc.property(fc.array(fc.array(piece, { maxLength: 4 }), { maxLength: 30 }), (portions) => {
        const deltas = portions.map((each) => each.join(''));
        const ear = new EarText();
        const read = deltas.map((delta) => ear.push(delta)).join('') + ear.end();
        expect(read).toBe(forTheEar(deltas.join('')));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes a run of marks for one that comes in two portions', () => {
    const ear = new EarText();
    expect(ear.push('~~') + ear.push('~') + ear.end()).toBe(forTheEar('~~~'));
  });

  it('does not keep text back that holds no mark', () => {
    expect(new EarText().push('Hello there, it is 5:30')).toBe('Hello there, it is 5:30');
  });
});
