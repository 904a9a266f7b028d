import { IssuedTokens } from './issued-tokens.js';
import { VendorFaults } from './vendor-faults.js';

describe(IssuedTokens.name, () => {
  let nowMs = 1_000_000;
  const faults = new VendorFaults('cartesia', () => nowMs);
  const tokens = new IssuedTokens('tok_', faults, () => nowMs);

  it('takes what it gave out, until it expires', () => {
    const token = tokens.mint(60);
    expect(tokens.accepts(token)).toBe(true);
    nowMs += 60_000;
    expect(tokens.accepts(token)).toBe(false);
    expect(tokens.owns(token)).toBe(true);
  });

  it('takes nothing that was expired on request, and nothing made up', () => {
    const token = tokens.mint(60);
    faults.expireCredentials();
    expect(tokens.accepts(token)).toBe(false);
    expect(tokens.accepts(tokens.mint(60))).toBe(true);
    for (const madeUp of ['tok_', 'tok_a_b_c', 'other', '']) expect(tokens.accepts(madeUp)).toBe(false);
  });
});
