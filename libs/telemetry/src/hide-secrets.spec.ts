import { hideSecrets } from './hide-secrets.js';

describe(hideSecrets.name, () => {
  it('hides them at the top and one level down, and leaves what it was given as it is', () => {
    const given = { token: 'a', answer: { userToken: 'b', url: 'here' }, tokens: 3 };
    expect(hideSecrets(given)).toEqual({
      token: '[redacted]',
      answer: { userToken: '[redacted]', url: 'here' },
      tokens: 3,
    });
    expect(given).toEqual({ token: 'a', answer: { userToken: 'b', url: 'here' }, tokens: 3 });
  });

  it('hides a whole object that stands under such a name', () => {
    expect(hideSecrets({ cookie: { token: 'a' } })).toEqual({ cookie: '[redacted]' });
  });

  it('copies nothing where there is none', () => {
    const given = { sessionId: 's1', nested: { count: 1 }, none: null };
    expect(hideSecrets(given)).toBe(given);
  });
});
