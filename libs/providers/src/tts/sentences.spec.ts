import fc from 'fast-check';
import { forTheEar } from './ear-text.js';
import { Sentences } from './sentences.js';

describe(Sentences.name, () => {
  type Options = ConstructorParameters<typeof Sentences>[0];

  function cut(deltas: Iterable<string>, options?: Options): string[] {
    const sentences = new Sentences(options);
    const given: string[] = [];
    for (const delta of deltas) given.push(...sentences.push(delta));
    return [...given, ...sentences.end()];
  }

  it.each([
    ['Hello there. How are you? Fine!', ['Hello there.', 'How are you?', 'Fine!']],
    ['Dr. Smith and Mrs. J. Doe are in. Then go.', ['Dr. Smith and Mrs. J. Doe are in.', 'Then go.']],
    ['It costs $3.50. That is 1,299.50 less.', ['It costs $3.50.', 'That is 1,299.50 less.']],
    [
      'Come at 5 p.m. on Monday. Or at 5:30 a.m. Then rest.',
      ['Come at 5 p.m. on Monday.', 'Or at 5:30 a.m.', 'Then rest.'],
    ],
    ['Write to jo.doe@a.com. It helps.', ['Write to jo.doe@a.com.', 'It helps.']],
    [
      'Take Node.js, e.g. version 24. See www.a.com/b.c for it.',
      ['Take Node.js, e.g. version 24.', 'See www.a.com/b.c for it.'],
    ],
    ['In the U.S. Army. So do I. Yes.', ['In the U.S. Army.', 'So do I.', 'Yes.']],
    ['Room No. 5 is free. I say no. Then go.', ['Room No. 5 is free.', 'I say no.', 'Then go.']],
    ['Well... maybe. Hmm… So be it.', ['Well... maybe.', 'Hmm…', 'So be it.']],
    ['What?! Really?! Yes.', ['What?!', 'Really?!', 'Yes.']],
    ['"Go." He went. (He did.) “Now.” Good.', ['"Go."', 'He went.', '(He did.)', '“Now.”', 'Good.']],
    ['"Really?" she said. Yes', ['"Really?" she said.', 'Yes']],
    ['1. First\n2. Second', ['1. First', '2. Second']],
    [
      '**Two rooms:**\n- A. One bed\n- B, two 😀.\n\nWhich?',
      ['Two rooms:', 'A. One bed', 'B, two.', 'Which?'],
    ],
    ['我们有三间房。你要哪一间？好！', ['我们有三间房。', '你要哪一间？', '好！']],
    ['彼は「はい。」と言った。次。', ['彼は「はい。」', 'と言った。', '次。']],
    ['كيف حالك؟ أنا بخير. شكرا', ['كيف حالك؟', 'أنا بخير.', 'شكرا']],
    ['मैं ठीक हूँ। आप कैसे हैं?', ['मैं ठीक हूँ।', 'आप कैसे हैं?']],
    ['¿Sí? Claro. ¡Vale!', ['¿Sí?', 'Claro.', '¡Vale!']],
    ['... — 😀', []],
    ['', []],
  ])('cuts %j', (text, sentences) => {
    expect(cut([text])).toEqual(sentences);
    expect(cut(text)).toEqual(sentences);
  });

  it('knows that some languages write a dot after the number of a day', () => {
    const text = 'Am 5. Mai kommt er. Gut.';
    expect(cut([text], { language: 'de-DE' })).toEqual(['Am 5. Mai kommt er.', 'Gut.']);
    expect(cut(['It is 5. May we go?'], { language: 'en' })).toHaveLength(2);
  });

  it('gives a sentence as soon as it is known to be one', () => {
    const sentences = new Sentences();
    expect(sentences.push('It costs 3')).toEqual([]);
    expect(sentences.push('.')).toEqual([]);
    expect(sentences.push('50.')).toEqual([]);
    expect(sentences.push(' T')).toEqual(['It costs 3.50.']);
    expect(sentences.push('hat is all。')).toEqual([]);
    expect(sentences.push('好')).toEqual(['That is all。']);
    expect(sentences.end()).toEqual(['好']);
  });

  it.each([
    [
      'Well, we have three rooms, all of them free, today. One, two, three, four, five.',
      ['Well, we have three rooms,', 'all of them free, today.', 'One, two, three, four, five.'],
    ],
    ['We have 1,299 rooms. Now, then, and, so, on.', ['We have 1,299 rooms.', 'Now, then, and, so, on.']],
    ['您好我们还有三间房，都很便宜。', ['您好我们还有三间房，', '都很便宜。']],
  ])('gives the first clause of %j by itself where that is wanted', (text, sentences) => {
    expect(cut([text], { firstClause: true })).toEqual(sentences);
  });

  const noSpace = (text: string) => text.replace(/\s/g, '');
  /** Marks at the end have no sound, and are left out when nothing follows. */
  const sayable = (text: string) => noSpace(text).replace(/[^\p{L}\p{N}]+$/u, '');
  const token = fc.constantFrom(
    ...['Hello', 'there', 'Dr', 'p.m', '3.50', 'a@b.c', 'U.S', 'I', 'No', '5', '日本', 'हूँ', 'é'],
    ...['.', '!', '?', '...', '…', '。', '؟', '।', ',', ':', '"', '”', ')', '(', '—'],
    ...[' ', ' ', ' ', '\n', '**', '_', '# ', '- ', '[x](y)', '`', '😀'],
  );
  const portions = fc.array(fc.array(token, { maxLength: 5 }), { maxLength: 24 });

  it('gives the text back but for marks and white space, in whatever portions it comes', () => {
    fc.assert(
      fc.property(portions, fc.boolean(), (written, firstClause) => {
        const deltas = written.map((each) => each.join(''));
        const text = deltas.join('');
        const sentences = cut(deltas, { firstClause });
        expect(sayable(sentences.join(' '))).toBe(sayable(forTheEar(text)));
        expect(sentences).toEqual(cut(text, { firstClause }));
      }),
      { numRuns: 1_000 },
    );
  });

  it('loses nothing of plain text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abcABC 123.,?!:') }), (text) => {
        expect(sayable(cut(text).join(' '))).toBe(sayable(text));
      }),
    );
  });

  it.each([
    ['words', 'word '.repeat(400)],
    ['clauses', 'one word, '.repeat(200)],
    ['one word', 'a'.repeat(1_500)],
    ['no spaces', '我们有三间房'.repeat(300)],
  ])('does not wait for an end that never comes: %s', (_, text) => {
    const sentences = cut(text);
    expect(sentences.length).toBeGreaterThan(2);
    expect(Math.max(...sentences.map(({ length }) => length))).toBeLessThanOrEqual(600);
    expect(noSpace(sentences.join(''))).toBe(noSpace(text));
  });
});
