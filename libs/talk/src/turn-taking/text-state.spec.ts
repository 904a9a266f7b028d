import fc from 'fast-check';
import { textState } from './text-state.js';

describe(textState.name, () => {
  it.each([
    'I need a room for two nights with breakfast.',
    'Which terminal does the flight leave from?',
    'Who am I talking to?',
    'Where are you from?',
    'What do you recommend?',
    'How long does it take?',
    'Does the price include the airport transfer?',
    'The invoice you sent has the wrong name on it.',
    'I lost everything I bought.',
    'We fly on the fourteenth of May.',
    'Yes, I do.',
    'I think so.',
    'Could you pick us up?',
    'If it rains, can we cancel?',
    'When I was little we had a garden.',
    'Two nights, please.',
    'Tomorrow.',
    'Could I have the bill please',
    'Thank you',
  ])('takes %p for a whole', (text) => {
    expect(textState(text, 'en')).toBe('done');
  });

  it.each([
    'I need a room for two nights with breakfast',
    'Could you repeat that',
    'Yes',
    'My name is Oliver.',
    'A table for four.',
    'The window seat.',
    'I need a double.',
  ])('is not sure of %p', (text) => {
    expect(textState(text, 'en')).toBe('maybe');
  });

  it.each([
    'I need a room and',
    'I need a room with the',
    'I need a room for.',
    "I'd like to, um",
    'My name is',
    'Can you',
    'Can you tell me',
    'Could you please',
    'I have',
    'We need',
    'What time does the museum',
    'Is there a direct',
    'If the weather is bad',
    'Before I forget',
    'The order I placed',
    'I told him that',
    'My flight is at seven,',
    'well…',
    'Is it',
    'I was wondering',
    'somewhere between security',
    'I live at twenty two Maple',
    'Window',
    'My wife and I.',
  ])('waits for the rest of %p', (text) => {
    expect(textState(text, 'en')).toBe('open');
  });

  it.each([
    ['My phone number is oh seven seven', 'number'],
    ['My phone number is oh seven seven.', 'number'],
    ['My phone number is 0 7 7 1 4 5 6 8 9 2.', 'done'],
    ['The order number is four', 'number'],
    ['The order number is four four one nine two.', 'done'],
    ['The booking reference is K', 'number'],
    ['My last name is Novak, N O', 'number'],
    ['My last name is Novak, N O V A K.', 'done'],
    ["It's anna dot", 'open'],
    ["It's anna dot miller at example", 'open'],
    ["It's anna dot miller at example dot", 'open'],
    ["It's anna dot miller at example dot com.", 'done'],
    ['My e-mail is tom', 'open'],
    ['My e-mail is tom@fastmail.com.', 'done'],
    ['My e-mail is not working.', 'done'],
  ])('takes %p, said piece by piece, for %s', (text, state) => {
    expect(textState(text, 'en')).toBe(state);
  });

  it('judges the last sentence of several', () => {
    expect(textState('Good morning. I have a', 'en')).toBe('open');
    expect(textState('I have a question. My name is Dr. Who and', 'en')).toBe('open');
    expect(textState("No thanks. I'm fine.", 'en')).toBe('done');
  });

  it('finds nothing in no words', () => {
    expect(textState(' … ', 'en')).toBe('none');
    expect(textState('', 'en')).toBe('none');
  });

  it('knows only the marks of other languages, and does not trust them alone', () => {
    expect(textState('Ich brauche ein Zimmer.', 'de')).toBe('maybe');
    expect(textState('部屋はありますか？', 'ja')).toBe('maybe');
    expect(textState('Ich brauche ein Zimmer', 'de-AT')).toBe('open');
    expect(textState('', 'de')).toBe('none');
  });

  it('knows English by any of its names', () => {
    expect(textState('I need a room for two nights.', 'en-GB')).toBe('done');
  });

  it('finds a state for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(['done', 'maybe', 'number', 'open', 'none']).toContain(textState(text, 'en'));
      }),
    );
  });

  it('takes a text without its mark for no more finished than with it', () => {
    const words = fc.constantFrom(
      ...'i you we the a my room to for is can what time open book need two seven dot at yes and if that'.split(
        ' ',
      ),
    );
    const order = ['done', 'maybe', 'number', 'open'];
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 8 }), (said) => {
        const text = said.join(' ');
        expect(order.indexOf(textState(`${text}.`, 'en'))).toBeLessThanOrEqual(
          order.indexOf(textState(text, 'en')),
        );
      }),
    );
  });
});
