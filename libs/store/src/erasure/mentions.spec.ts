import { mentions } from './mentions.js';

describe(mentions.name, () => {
  const answer = JSON.stringify({ sessionId: 's1', person: { name: 'Ann "Annie" Lee' } });

  it('finds a value, however it is written, and no part of one', () => {
    expect(mentions(answer, new Set(['s1']))).toBe(true);
    expect(mentions(answer, new Set(['nobody', 'Ann "Annie" Lee']))).toBe(true);
    expect(mentions(answer, new Set(['Ann', 's']))).toBe(false);
    expect(mentions(answer, new Set())).toBe(false);
  });

  it('looks into tokens', () => {
    const claims = Buffer.from(JSON.stringify({ sub: 'asha', video: { room: 'r' } })).toString('base64url');
    const token = `eyJhbGciOiJIUzI1NiJ9.${claims}.c2lnbmF0dXJl`;
    expect(mentions(JSON.stringify({ userToken: token }), new Set(['asha']))).toBe(true);
    expect(mentions(JSON.stringify({ userToken: token }), new Set(['ash']))).toBe(false);
  });
});
