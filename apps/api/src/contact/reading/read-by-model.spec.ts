import { readByModel } from './read-by-model.js';

const NOTHING = { name: null, email: null, phone: null, company: null, preferences: [] };
const read = (answer: unknown, message: string) => readByModel(answer, message, 'IN');

describe(readByModel.name, () => {
  it('has what passes as what a tool is told', () => {
    const answer = {
      name: 'Asha Rao',
      email: 'Asha.Rao@Example.com',
      phone: '98765 43210',
      company: 'Umbra Travel',
      preferences: [{ topic: 'seat', wish: 'window' }],
    };
    const message =
      'It is Asha, A S H A, Rao, with Umbra Travel. Asha dot Rao at example dot com, nine eight seven six five four three two one zero.';
    expect(read(answer, message)).toEqual({
      by: 'model',
      fields: {
        name: 'Asha Rao',
        email: 'asha.rao@example.com',
        phone: '+919876543210',
        company: 'Umbra Travel',
      },
      preferences: { seat: 'window' },
    });
  });

  it.each([
    ['an address that nobody has said', { email: 'john@example.com' }, 'You have my address.'],
    ['an address with letters that anybody says', { email: 'x@example.com' }, 'It is sixty.'],
    ['a name that nobody has said', { name: 'John Doe' }, 'Hello there.'],
    ['half a name', { name: 'Asha Smith' }, 'I am Asha.'],
    ['a number that nobody has said', { phone: '+919876543210' }, 'Call me back on 98765 00000.'],
    ['a number that is none', { phone: '12' }, 'It is 12.'],
    ['an address that is none', { email: 'asha' }, 'It is asha.'],
    ['a placeholder', { name: 'unknown' }, 'My name is unknown to you.'],
    ['other types', { name: 5, email: {}, phone: [], preferences: 'all' }, '5'],
    ['a control character', { name: '\u0007' }, 'Hello'],
  ])('takes nothing of %s', (_, told, message) => {
    expect(read({ ...NOTHING, ...told }, message)).toBeUndefined();
  });

  it.each([undefined, null, 'Asha', 5, []])('takes %j for nothing', (answer) => {
    expect(read(answer, 'Asha')).toBeUndefined();
  });

  it('takes numbers that are said in words', () => {
    const message = 'nine eight seven, sixty five, forty three, twenty one, oh';
    expect(read({ ...NOTHING, phone: '9876543210' }, message)?.fields.phone).toBe('+919876543210');
  });

  it('bounds what it takes', () => {
    const wish = 'a'.repeat(5_000);
    const { preferences = {} } = read({ ...NOTHING, preferences: [{ topic: 'seat', wish }] }, 'x') ?? {};
    expect(preferences.seat).toHaveLength(200);
  });
});
