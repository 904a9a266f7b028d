import { filterContent, filterText } from './content-filter.js';

describe(filterText.name, () => {
  it.each([
    ['a card', 'my card is 4111 1111 1111 1111, thank you', 'my card is [card], thank you'],
    ['a card without gaps', '5555555555554444', '[card]'],
    ['a card with dashes', '3782-822463-10005', '[card]'],
    ['a card that was dictated', 'four: 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', 'four: [card]'],
    ['a card between other numbers', '12 4111 1111 1111 1111 123', '12 [card] 123'],
    ['two cards', '4111111111111111 5555555555554444', '[card] [card]'],
    ['a JWT', 'eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl', '[jwt]'],
    ['a key', 'use sk-abcdefghijklmnop or AKIAIOSFODNN7EXAMPLE', 'use [key] or [key]'],
    ['a signing secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', '[key]'],
    ['a bearer', 'Authorization: Bearer abcdefgh1234', 'Authorization: Bearer [redacted]'],
    ['a password that is named', 'password=hunter22 and on', 'password=[redacted] and on'],
    ['a login in a URL', 'see https://ann:secret@example.com/a', 'see https://[redacted]@example.com/a'],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', '[key]'],
    ['control characters', 'a\u0000b\u001b[31mc\u202e\u009f', 'a\ufffdb\ufffd[31mc\ufffd\ufffd'],
    ['half a character', 'a\ud83d', 'a\ufffd'],
  ])('masks %s', (_, text, filtered) => {
    expect(filterText(text)).toBe(filtered);
  });

  it.each([
    'I pay 1,390 US dollars for 2 people on 2026-02-14.',
    'Call me at +91 98765 43210, +4915112345674, or +4111111111119.',
    'The order is 4111 1111 1111 1112.', // one digit off: no card
    '1700000000000',
    'session 019c4111-1111-7111-8111-111111111111',
    'Line\n\tand tab',
    'The token of my love is a secret.',
    '你好 😀 Grüße',
  ])('leaves %p as it is', (text) => {
    expect(filterText(text)).toBe(text);
  });

  it('masks the words of a list, whole and in any case', () => {
    expect(filterText('Darn it, DARN! Darning is fine. (c)', ['darn', '(c)'])).toBe(
      '*** it, ***! Darning is fine. ***',
    );
  });
});

describe(filterContent.name, () => {
  it('looks into everything, and changes nothing of what it is given', () => {
    const given = {
      text: '4111 1111 1111 1111',
      list: ['ok', { apiKey: 'k', note: 'sk-abcdefghijklmnop' }],
      card: 4_111_111_111_111_111,
      count: 3,
      none: null,
      password: 'x',
    };
    const before = structuredClone(given);
    expect(filterContent(given)).toEqual({
      text: '[card]',
      list: ['ok', { apiKey: '[redacted]', note: '[key]' }],
      card: '[card]',
      count: 3,
      none: null,
      password: '[redacted]',
    });
    expect(given).toEqual(before);
  });
});
