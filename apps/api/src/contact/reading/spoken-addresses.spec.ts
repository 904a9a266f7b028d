import { spokenEmails, withDigits } from './spoken-addresses.js';

describe(spokenEmails, () => {
  it.each([
    ['my email address is asha dot rao at example dot com', 'asha.rao@example.com'],
    ['it is a s h a at example dot co dot in.', 'asha@example.co.in'],
    ['Asha at example.com, please', 'asha@example.com'],
    ['asha underscore rao at example dot com and my phone is', 'asha_rao@example.com'],
    ['asha at the rate example dot com', 'asha@example.com'],
  ])('hears one in %j', (text, email) => {
    expect(spokenEmails(text)).toEqual([email]);
  });

  it.each(['I am at home', 'you reach me at example dot com', 'meet me at nine dot thirty', 'we met at', ''])(
    'hears none in %j',
    (text) => {
      expect(spokenEmails(text)).toEqual([]);
    },
  );
});

describe(withDigits, () => {
  it.each([
    ['it is nine eight seven six five four three two one zero', 'it is 9876543210'],
    ['nine eight seven, double six five four three two one.', '9876654321'],
    ['plus nine one nine eight seven six five four three two one oh please', '+919876543210 please'],
    ['call 98765 43210 now', 'call 9876543210 now'],
  ])('writes the number of %j', (text, written) => {
    expect(withDigits(text)).toBe(written);
  });

  it.each(['two adults and one child', '+1 (415) 555-2671', 'double room for two', 'oh yes'])(
    'leaves %j as it is',
    (text) => {
      expect(withDigits(text)).toBe(text);
    },
  );
});
